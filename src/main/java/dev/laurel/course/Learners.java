package dev.laurel.course;

import static java.util.stream.Collectors.toMap;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The users known to the service, and the locks that order everything done to them. */
@ApplicationScoped
@Transactional
public class Learners {
  private final CourseBatch batch;
  private final NamesConfig config;
  private final Event<UsersRenamed> renames;

  Learners(CourseBatch batch, NamesConfig config, Event<UsersRenamed> renames) {
    this.batch = batch;
    this.config = config;
    this.renames = renames;
  }

  /**
   * Locks users until the end of the transaction, creating new ones.
   *
   * <p>A transaction that locks users calls this once, with all of them, before it locks or changes
   * anything else: that, and the order of the ids, is what makes deadlocks impossible.
   *
   * @param names for new users, by id; the others are named by their ids
   */
  @Transactional(TxType.MANDATORY)
  public void lock(SortedSet<String> users, NameSource source, Map<String, UserName> names) {
    batch.lock(users, source, names);
  }

  /** Locks one user, and names a new one by the id. */
  @Transactional(TxType.MANDATORY)
  public void lock(String id) {
    batch.lock(new TreeSet<>(List.of(id)), config.authority(), Map.of());
  }

  /** True if the user is known, who need not be locked. */
  public boolean isKnown(String id) {
    return Learner.count("id", id) > 0;
  }

  /** Locks a known user; returns false for an unknown one, and creates nobody. */
  @Transactional(TxType.MANDATORY)
  public boolean lockKnown(String id) {
    return Learner.findById(id, LockModeType.PESSIMISTIC_WRITE) != null;
  }

  /**
   * Locks those of some users who are known, in the order of their ids; creates nobody.
   *
   * @return the known ones
   */
  @Transactional(TxType.MANDATORY)
  public SortedSet<String> lockKnown(Collection<String> ids) {
    return new TreeSet<>(batch.lockKnown(new TreeSet<>(ids)));
  }

  /**
   * Those of the users whom {@link #rename} would rename, if the names are late for none of them.
   *
   * @param names by user id
   */
  public List<String> toRename(NameSource source, Map<String, UserName> names) {
    return batch.toRename(source, source.overrules(config.authority()), names);
  }

  /**
   * Renames users, who must be locked: but for those who have a name of a stronger source, or a
   * later one of the same source.
   *
   * @param names by user id
   */
  @Transactional(TxType.MANDATORY)
  public void rename(NameSource source, Map<String, UserName> names) {
    var renamed = new HashSet<String>();
    for (var id : toRename(source, names)) {
      if (Learner.<Learner>findById(id).rename(source, names.get(id))) {
        renamed.add(id);
      }
    }
    if (!renamed.isEmpty()) {
      renames.fire(new UsersRenamed(renamed));
    }
  }

  /** Renames a known user to the name in a token, if tokens name users here. */
  public void renameByToken(String id, UserName name) {
    var names = Map.of(id, name);
    if (config.authority() == NameSource.token
        && !toRename(NameSource.token, names).isEmpty()
        && lockKnown(id)) {
      rename(NameSource.token, names);
    }
  }

  /** The name that somebody has given the user. */
  public Optional<String> username(String id) {
    return Learner.<Learner>findByIdOptional(id)
        .filter(learner -> learner.namedBy != null)
        .map(learner -> learner.username);
  }

  /** The names of known users, by id: as the roster of a class has them, else their own. */
  public Map<String, String> namesInClass(String classId, Collection<String> ids) {
    return ids.isEmpty()
        ? Map.of()
        : Learner.find(
                """
                select l.id, coalesce(m.displayName, m.username, l.username) from Learner l
                left join Membership m on m.userId = l.id and m.classId = ?1 where l.id in ?2""",
                classId,
                Set.copyOf(ids))
            .project(NamedUser.class)
            .stream()
            .collect(toMap(NamedUser::id, NamedUser::name));
  }

  /** A user of {@link #namesInClass}. */
  @RegisterForReflection
  record NamedUser(String id, String name) {}

  /** A page of user ids in their order, after {@code last}. */
  public List<String> idsAfter(String last, int limit) {
    return Learner.find("select id from Learner where id > ?1 order by id", last)
        .page(0, limit)
        .project(String.class)
        .list();
  }
}
