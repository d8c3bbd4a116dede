package dev.laurel.leaderboard.season;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;

/** A {@link Season} as it is stored, and the state of its board. */
@Entity
@Table(name = "season")
class SeasonEntity extends PanacheEntityBase {
  @Id String id;

  @Column(name = "class_id")
  String classId;

  String name;

  /** Null for all problems. */
  @Column(name = "problem_ids")
  String[] problemIds;

  @Column(name = "starts_at")
  Instant startsAt;

  @Column(name = "ends_at")
  Instant endsAt;

  boolean weekly;

  /** When the season stopped counting; null while it is open. */
  @Column(name = "closed_at")
  Instant closedAt;

  @Column(name = "week_begins")
  LocalTime weekBegins;

  /** True from when nobody sees it any more until what it was made of has been deleted. */
  boolean deleted;

  /** The version of the final board; null until that has been copied from the standings. */
  @Column(name = "final_version")
  Long finalVersion;

  /** The last user of those counted so far; null once all are. */
  @Column(name = "counted_to")
  String countedTo;

  /** True from when a recount of the final board was asked for until there is a new one. */
  boolean recount;

  /** Inserts a season; returns false if there is one with its id, as when two nodes start it. */
  static boolean insert(Season season) {
    return getEntityManager()
            .createQuery(
                """
                insert into SeasonEntity
                  (id, classId, name, problemIds, startsAt, endsAt, weekly, weekBegins, deleted, recount,
                   countedTo)
                values
                  (:id, :classId, :name, :problemIds, :startsAt, :endsAt, :weekly, :weekBegins, false, false,
                   :countedTo)
                on conflict do nothing""")
            .setParameter("id", season.id())
            .setParameter("classId", season.classId())
            .setParameter("name", season.name())
            .setParameter("problemIds", problems(season))
            .setParameter("startsAt", season.startsAt())
            .setParameter("endsAt", season.endsAt())
            .setParameter("weekly", season.weekly())
            .setParameter("weekBegins", season.weekBegins())
            .setParameter("countedTo", season.counting() ? "" : null)
            .executeUpdate()
        > 0;
  }

  private static String[] problems(Season season) {
    return season.problemIds().isEmpty() ? null : season.problemIds().toArray(String[]::new);
  }

  Season toSeason() {
    return new Season(
        id,
        classId,
        name,
        problemIds == null ? List.of() : List.of(problemIds),
        startsAt,
        endsAt,
        weekly,
        closedAt,
        countedTo != null || recount,
        weekBegins);
  }
}
