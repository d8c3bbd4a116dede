package dev.laurel.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import dev.laurel.testing.Documents;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds class names, method names and Javadoc to the words of the glossary. */
class GlossaryTest {
  static final String BANNED = "## Words that do not appear in names";
  private static final Pattern WORD = Pattern.compile("`([A-Za-z]+)`");

  /** Beginnings of riddles: a sentence starts with what the thing does or is. */
  private static final Pattern RIDDLE =
      Pattern.compile("(?:^|[.;:]\\s+)((?:What|Whether|Who|Whoever|As what|Nor)\\s\\S+\\s\\S+)");

  private static List<Sources.Declaration> declarations;
  private static List<String> banned;

  @BeforeAll
  static void read() throws IOException {
    declarations = Sources.declarations();
    var architecture = Documents.read(Documents.DIRECTORY.resolve("architecture.md"));
    var section = architecture.substring(architecture.indexOf(BANNED) + BANNED.length());
    int next = section.indexOf("\n## ");
    banned =
        WORD.matcher(next < 0 ? section : section.substring(0, next))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertFalse(banned.isEmpty());
  }

  @Test
  void classNamesUseNoBannedWord() {
    var found = new TreeSet<String>();
    for (var declaration : declarations) {
      if (declaration.tree() instanceof ClassTree type) {
        collect(type.getSimpleName().toString(), declaration, found);
      }
    }
    assertEquals(new TreeSet<String>(), found);
  }

  @Test
  void methodNamesUseNoBannedWord() {
    var found = new TreeSet<String>();
    for (var declaration : declarations) {
      if (declaration.tree() instanceof MethodTree method) {
        collect(method.getName().toString(), declaration, found);
      }
    }
    assertEquals(new TreeSet<String>(), found);
  }

  @Test
  void sentencesOfJavadocBeginWithTheirSubject() {
    var found = new TreeSet<String>();
    for (var declaration : declarations) {
      var description = declaration.comment().split("\\n\\s*@", 2)[0].replaceAll("\\s+", " ");
      RIDDLE
          .matcher(description)
          .results()
          .forEach(riddle -> found.add(declaration.file().getFileName() + ": " + riddle.group(1)));
    }
    assertEquals(new TreeSet<String>(), found);
  }

  /** Adds the name if it contains a banned word as a word of its camel case. */
  private static void collect(String name, Sources.Declaration declaration, TreeSet<String> found) {
    var words = List.of(name.split("(?<=[a-z0-9])(?=[A-Z])"));
    for (var word : banned) {
      var camel = List.of(word.split("(?<=[a-z])(?=[A-Z])"));
      for (int i = 0; i + camel.size() <= words.size(); i++) {
        if (String.join("", words.subList(i, i + camel.size())).equalsIgnoreCase(word)) {
          found.add(declaration.file().getFileName() + ": " + name);
        }
      }
    }
  }
}
