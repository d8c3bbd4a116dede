package dev.laurel.imports;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.laurel.course.roster.Roster;
import dev.laurel.course.roster.RosterService;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.ValidatingReader;
import dev.laurel.imports.ImportItemBatch.Made;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Classes with their members. A class that exists keeps its name, time zone and members. */
@ApplicationScoped
class ClassItems implements ItemHandler {
  private static final String ID = "id";

  /** The field of a class that its roster lacks. */
  @Schema(hidden = true)
  record Named(@NotNull @Identifier String id) {}

  /** A class. */
  record ImportedClass(String id, Roster roster) {}

  private final ValidatingReader reader;
  private final RosterService rosters;
  private final ImportItemBatch batch;

  ClassItems(ValidatingReader reader, RosterService rosters, ImportItemBatch batch) {
    this.reader = reader;
    this.rosters = rosters;
    this.batch = batch;
  }

  @Override
  public ItemType type() {
    return ItemType.CLASS;
  }

  @Override
  public Item read(long line, JsonNode json, Importing importing) {
    var object = (ObjectNode) json;
    var named = object.objectNode();
    if (object.has(ID)) {
      named.set(ID, object.get(ID));
    }
    var id = reader.read(named, Named.class).id();
    var roster = reader.read(object, Roster.class, TYPE, ID);
    if (!importing.scope().allows(id)) {
      throw ProblemException.badRequest(ID, "is not a class of this key");
    }
    return new Item(line, type(), id, null, new ImportedClass(id, roster));
  }

  /** Its members need not be known. */
  @Override
  public Collection<String> users(Item item) {
    return List.of();
  }

  /** One class at a time, since it locks all of its members. */
  @Override
  public int most() {
    return 1;
  }

  @Override
  public boolean needsPreparation() {
    return true;
  }

  /** Creates the class in a transaction that locks no users. */
  @Override
  public void prepare(List<Item> items, Importing importing) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              for (var item : items) {
                if (rosters.create(item.name(), ((ImportedClass) item.value()).roster())) {
                  batch.add(
                      importing.id(),
                      List.of(new Made(type().word(), item.name(), null, item.line(), null, true)));
                }
              }
            });
  }

  @Override
  public List<Effect> make(List<Item> items, Importing importing) {
    return items.stream().map(item -> make(item, importing)).toList();
  }

  @Override
  public Effect makeAgain(Item item, Importing importing) {
    var imported = (ImportedClass) item.value();
    var roster = imported.roster();
    var known = batch.knownUsers(roster.members().stream().map(Roster.Member::id).toList());
    var erased = roster.members().stream().filter(member -> !known.contains(member.id())).toList();
    return erased.isEmpty()
        ? Effect.UNCHANGED
        : make(
            new Item(
                item.line(),
                type(),
                item.name(),
                null,
                new ImportedClass(
                    imported.id(), new Roster(roster.name(), roster.timeZone(), erased))),
            importing);
  }

  private Effect make(Item item, Importing importing) {
    var roster = ((ImportedClass) item.value()).roster();
    var ids = roster.members().stream().map(Roster.Member::id).collect(toSet());
    var known = batch.knownUsers(ids);
    boolean isNew = importing.isRehearsal() && rosters.create(item.name(), roster);
    var added = rosters.addMissing(item.name(), roster, importing.caller().id());
    var made = new ArrayList<Made>();
    for (var user : added) {
      made.add(
          new Made(
              ImportItemBatch.MEMBER,
              Item.nameOf(item.name(), user),
              user,
              item.line(),
              null,
              true));
      if (!known.contains(user)) {
        made.add(new Made(ItemType.USER.word(), user, user, item.line(), null, true));
      }
    }
    batch.add(importing.id(), made);
    if (importing.isRehearsal()) {
      importing.rehearsed().addClass(item.name(), roster);
    }
    boolean created =
        isNew || !added.isEmpty() || batch.isMade(importing.id(), type().word(), item.name());
    return new Effect(created ? Effect.Status.created : Effect.Status.unchanged, List.of(), false);
  }
}
