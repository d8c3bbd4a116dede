package dev.laurel.points;

import dev.laurel.rules.ProblemRule;
import dev.laurel.rules.RulesChanged;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;

/** The rest of a {@link Recount} that has begun, or is to begin. */
@Entity
@Table(name = "recount")
class RecountTask extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  String classId;

  /** The sources of the exercises, and their ids; null for all exercises. */
  List<String> sources;

  List<String> problemIds;

  /** The last of the users who are done; empty in the beginning. */
  String afterUser = "";

  static RecountTask of(RulesChanged change) {
    var task = new RecountTask();
    task.classId = change.classId();
    if (change.problems() != null) {
      var problems = List.copyOf(change.problems());
      task.sources = problems.stream().map(ProblemRule.Key::source).toList();
      task.problemIds = problems.stream().map(ProblemRule.Key::id).toList();
    }
    return task;
  }

  static Optional<RecountTask> oldest() {
    return find("order by id").page(0, 1).firstResultOptional();
  }
}
