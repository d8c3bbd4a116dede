package dev.laurel.achievement;

import dev.laurel.outage.DatabaseAway;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.sql.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Measures how rare achievements are: which part of the users who could have one does. One
 * statement for all, instead of two counts for each whenever a page lists them. Blocks.
 */
@ApplicationScoped
class RarityBulk {
  private static final String INTERVAL = "10m";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Sql sql;

  RarityBulk(Sql sql) {
    this.sql = sql;
  }

  /** Measures all achievements, unless another node counts or measures. */
  @Scheduled(
      identity = "achievement.rarity",
      every = INTERVAL,
      delayed = "1m",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = DatabaseAway.class)
  void measure() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              if (sql.tryLock(AdvisoryLock.ACHIEVEMENT_COUNTING)) {
                sql.withTimeout(TIMEOUT, this::update);
              }
            });
  }

  /** Staff, test students and former members do not count, as on boards. */
  private int update() {
    return sql.update(
        """
        with everybody as materialized (
          select id from learner where not exists (
            select from membership m where m.user_id = learner.id and (m.confirmed or m.role = 'test_student'
              and not exists (select from membership s where s.user_id = learner.id and s.role = 'student')))),
        could as (
          select null as class_id, count(*) as users from everybody
          union all
          select class_id, count(*) from membership where role = 'student' group by class_id),
        has as (
          select a.id, count(*) as users
          from earned_achievement e
            join achievement a on a.id = e.achievement_id
            left join everybody on everybody.id = e.user_id
            left join membership m on m.class_id = a.class_id and m.user_id = e.user_id and m.role = 'student'
          where e.revoked_at is null and case when a.class_id is null then everybody.id else m.user_id end is not null
          group by a.id),
        measured as (
          select a.id, coalesce(has.users, 0)::double precision / nullif(could.users, 0) as share
          from achievement a
            left join could on could.class_id is not distinct from a.class_id
            left join has on has.id = a.id)
        update achievement set share = measured.share
        from measured where measured.id = achievement.id and measured.share is distinct from achievement.share""");
  }
}
