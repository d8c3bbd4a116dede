package dev.laurel.docs;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;

/** The project's own sources, parsed by the JDK's compiler without resolving any name. */
final class Sources {
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Set<Tree.Kind> DECLARED =
      Set.of(
          Tree.Kind.CLASS,
          Tree.Kind.INTERFACE,
          Tree.Kind.RECORD,
          Tree.Kind.ENUM,
          Tree.Kind.ANNOTATION_TYPE,
          Tree.Kind.METHOD,
          Tree.Kind.VARIABLE,
          Tree.Kind.PACKAGE);

  /**
   * A declared package, type, method or variable.
   *
   * @param comment the text of its Javadoc, empty without one
   */
  record Declaration(Path file, TreePath path, String comment) {
    Tree tree() {
      return path.getLeaf();
    }

    Tree parent() {
      return path.getParentPath().getLeaf();
    }
  }

  private Sources() {}

  /** Reads all declarations below {@code src/main/java}. */
  static List<Declaration> declarations() {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null);
        var paths = Files.walk(MAIN)) {
      var java = paths.filter(path -> path.toString().endsWith(".java")).sorted().toList();
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(java));
      var docs = DocTrees.instance(task);
      var found = new ArrayList<Declaration>();
      for (var unit : task.parse()) {
        found.addAll(declarations(unit, docs));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Declaration> declarations(CompilationUnitTree unit, DocTrees docs) {
    var found = new ArrayList<Declaration>();
    var file = Path.of(unit.getSourceFile().toUri());
    new TreePathScanner<Void, Void>() {
      @Override
      public Void scan(Tree tree, Void none) {
        if (tree != null && DECLARED.contains(tree.getKind())) {
          var path = new TreePath(getCurrentPath(), tree);
          var comment = docs.getDocComment(path);
          found.add(new Declaration(file, path, comment == null ? "" : comment.strip()));
        }
        return super.scan(tree, none);
      }
    }.scan(new TreePath(unit), null);
    return found;
  }
}
