package dev.laurel.course;

import dev.laurel.errors.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Classes that take no results: archived ones, and those that no roster has made. Blocks. */
@ApplicationScoped
public class ClosedClasses {
  private static final String NO_CLASS = " is no class: its roster has to come first";

  private final RosterConfig config;

  ClosedClasses(RosterConfig config) {
    this.config = config;
  }

  /**
   * @throws ProblemException 400 naming {@code class_id}, if no roster has made the class
   */
  @Transactional
  public void requireKnown(String classId) {
    if (!config.classesFromResults() && CourseClass.findById(classId) == null) {
      throw ProblemException.badRequest("class_id", classId + NO_CLASS);
    }
  }

  /** The reasons why classes take no results, by the id of each that takes none. */
  @Transactional
  public Map<String, String> reasons(Set<String> classIds) {
    if (classIds.isEmpty()) {
      return Map.of();
    }
    var closed = new HashMap<String, String>();
    if (!config.classesFromResults()) {
      classIds.forEach(id -> closed.put(id, id + NO_CLASS));
    }
    for (var found : CourseClass.<CourseClass>list("id in ?1", classIds)) {
      closed.remove(found.id);
      if (found.archivedAt != null) {
        closed.put(found.id, found.id + " is archived and takes no results");
      }
    }
    return closed;
  }
}
