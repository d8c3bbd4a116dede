package dev.laurel.testing;

import dev.laurel.leaderboard.ClassBoard;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;

/** The scene of tests about what one student of a class sees of another; nobody is enrolled yet. */
public abstract class TwoStudents {
  @TestHTTPResource("/")
  protected URI node;

  protected final String ada = Fresh.id("ada");
  protected final String bob = Fresh.id("bob");
  protected CourseBackEnd backEnd;
  protected ClassBoard course;

  @BeforeEach
  void connect() {
    backEnd = new CourseBackEnd(node);
    course = new ClassBoard(node);
  }
}
