package dev.laurel.course;

import static java.util.stream.Collectors.toMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The users known to the service, and the locks that order everything done to them. */
@ApplicationScoped
@Transactional
public class Learners {
  private final CourseBatch batch;

  Learners(CourseBatch batch) {
    this.batch = batch;
  }

  /**
   * Locks users until the end of the transaction, creating new ones.
   *
   * <p>The map's order is the order of the locks. A transaction that locks users calls this once,
   * with all of them, before it locks or changes anything else: that is what makes deadlocks
   * impossible.
   *
   * @param usernames user id to the name of a new user; null names a new user by the id
   */
  @Transactional(TxType.MANDATORY)
  public void lock(SortedMap<String, String> usernames) {
    batch.lock(usernames);
  }

  /** Locks one user, and names a new one by the id. */
  @Transactional(TxType.MANDATORY)
  public void lock(String id) {
    var one = new TreeMap<String, String>();
    one.put(id, null);
    lock(one);
  }

  /** Locks a known user; returns false for an unknown one, and creates nobody. */
  @Transactional(TxType.MANDATORY)
  public boolean lockKnown(String id) {
    return Learner.findById(id, LockModeType.PESSIMISTIC_WRITE) != null;
  }

  /**
   * Renames users, who must be locked.
   *
   * @param usernames user id to name
   */
  @Transactional(TxType.MANDATORY)
  public void rename(Map<String, String> usernames) {
    for (var id : batch.toRename(usernames)) {
      Learner.update("username = ?1 where id = ?2", usernames.get(id), id);
    }
  }

  /** The user's name, if the user is known. */
  public Optional<String> username(String id) {
    return Optional.ofNullable(usernames(List.of(id)).get(id));
  }

  /** The names of the known ones among users, by id. */
  public Map<String, String> usernames(Collection<String> ids) {
    return Learner.<Learner>list("id in ?1", ids).stream()
        .collect(toMap(learner -> learner.id, learner -> learner.username));
  }

  /** A page of user ids in their order, after {@code last}. */
  public List<String> idsAfter(String last, int limit) {
    return Learner.find("select id from Learner where id > ?1 order by id", last)
        .page(0, limit)
        .project(String.class)
        .list();
  }
}
