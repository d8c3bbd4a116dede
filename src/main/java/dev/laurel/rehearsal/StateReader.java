package dev.laurel.rehearsal;

import dev.laurel.course.Enrolments;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.standing.Standings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;

/** Reads what users have, as the current transaction has it. */
@ApplicationScoped
class StateReader {
  private final Standings standings;
  private final Event<UserStates> requests;

  StateReader(Standings standings, Event<UserStates> requests) {
    this.standings = standings;
    this.requests = requests;
  }

  /**
   * The states of users, who must be locked.
   *
   * @param classId the class whose board counts; null for everybody's
   * @param enrolments all memberships of the users
   */
  Map<String, UserState> read(String classId, SortedSet<String> users, Enrolments enrolments) {
    standings.load(users, enrolments);
    var found = new UserStates(classId, users);
    requests.fire(found);
    var states = new HashMap<String, UserState>();
    users.forEach(user -> states.put(user, state(Board.ofClassOrGlobal(classId), user, found)));
    return states;
  }

  private UserState state(Board board, String user, UserStates found) {
    return new UserState(
        standings.reachedAt(board, user).isEmpty()
            ? null
            : standings.loadedTally(board, user).points(),
        standings.loadedTally(Board.GLOBAL, user).points(),
        found.streak(user),
        found.achievements(user),
        found.level(user));
  }
}
