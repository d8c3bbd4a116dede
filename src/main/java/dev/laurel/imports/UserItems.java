package dev.laurel.imports;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.course.Learners;
import dev.laurel.course.NameSource;
import dev.laurel.course.UserName;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.Text;
import dev.laurel.errors.ValidatingReader;
import dev.laurel.ids.UserId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Users with their names. Those who have a name keep it. */
@ApplicationScoped
class UserItems implements ItemHandler {
  /** A user. */
  @RegisterForReflection
  @Schema(name = "ImportedUser")
  record ImportedUser(
      @NotNull @UserId String id, @NotNull @Text @Size(max = 150) String username) {}

  private final ValidatingReader reader;
  private final Learners learners;
  private final ImportItemBatch batch;
  private final Clock clock;

  UserItems(ValidatingReader reader, Learners learners, ImportItemBatch batch, Clock clock) {
    this.reader = reader;
    this.learners = learners;
    this.batch = batch;
    this.clock = clock;
  }

  @Override
  public ItemType type() {
    return ItemType.USER;
  }

  @Override
  public Item read(long line, JsonNode json, Importing importing) {
    var user = reader.read(json, ImportedUser.class, TYPE);
    if (importing.scope().isLimited()) {
      throw ProblemException.badRequest("", "is for keys of all classes; name users in a class");
    }
    return new Item(line, type(), user.id(), user.id(), user);
  }

  @Override
  public List<Effect> make(List<Item> items, Importing importing) {
    var now = clock.instant();
    var names =
        items.stream()
            .map(item -> (ImportedUser) item.value())
            .collect(toMap(ImportedUser::id, user -> new UserName(user.username(), now)));
    var known = batch.knownUsers(names.keySet());
    learners.lock(new TreeSet<>(names.keySet()), NameSource.roster, names);
    if (importing.isRehearsal()) {
      names.forEach((user, name) -> importing.rehearsed().addUser(user, name.text()));
    }
    var effects =
        items.stream()
            .map(item -> known.contains(item.name()) ? Effect.UNCHANGED : Effect.CREATED)
            .toList();
    known.stream().filter(user -> learners.username(user).isPresent()).forEach(names::remove);
    learners.rename(NameSource.roster, names);
    return effects;
  }
}
