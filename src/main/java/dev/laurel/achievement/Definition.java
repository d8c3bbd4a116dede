package dev.laurel.achievement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.laurel.achievement.criterion.Criteria;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.Hundredths;
import dev.laurel.errors.Identifier;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.Text;
import dev.laurel.notification.Frame;
import dev.laurel.notification.Frame.Translation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * An achievement that can be earned, on the wire and within the room. Once a user has earned it, it
 * is an achievement of the user's.
 *
 * @param id unique among those of all classes
 * @param badgeType by which clients choose a picture
 * @param points of the achievement itself, in hundredths
 * @param active whether it can be earned now, true by default; users who have it keep it
 * @param classId the class whose results count and whose students may earn it; null for everybody
 * @param picture an address that clients may show instead of a picture of theirs
 * @param texts name and description in other languages, by language tag
 * @param announce in a request, whether those are notified who have met it already; true by default
 * @param share the part of the users who could have it that does, as last measured; requests may
 *     repeat it
 */
@RegisterForReflection
record Definition(
    @NotNull @Identifier @Size(max = 64) String id,
    @NotNull @Text @Size(max = 200) String name,
    @NotNull @Text @Size(max = 1000) String description,
    @NotNull @Identifier @Size(max = 64) String badgeType,
    @NotNull Rarity rarity,
    @NotNull @Hundredths(min = 0, max = 1_000_000) Integer points,
    @NotNull @Valid Criteria criteria,
    Boolean active,
    @JsonInclude(Include.NON_NULL) @Identifier String classId,
    @JsonInclude(Include.NON_NULL)
        @Size(max = 500)
        @Pattern(regexp = Frame.PICTURE, message = "must be an https address")
        String picture,
    @JsonInclude(Include.NON_NULL) @Size(max = 20)
        Map<
                @Pattern(regexp = Frame.LANGUAGE, message = "must be a language tag such as de")
                String,
                @NotNull @Valid Translation>
            texts,
    @JsonInclude(Include.NON_NULL) Boolean announce,
    @JsonInclude(Include.NON_NULL) Double share) {

  Definition {
    active = active == null || active;
    texts = texts == null || texts.isEmpty() ? null : texts;
  }

  /**
   * Refuses definitions that contradict themselves or each other.
   *
   * @param ofClass the class to which they are to belong; null for everybody
   * @throws ProblemException 400
   */
  static void requireValid(List<Definition> definitions, String ofClass) {
    var errors = new ArrayList<FieldError>();
    var seen = new HashSet<String>();
    for (int i = 0; i < definitions.size(); i++) {
      errors.addAll(definitions.get(i).errors("[" + i + "].", ofClass));
      if (!seen.add(definitions.get(i).id())) {
        errors.add(new FieldError("[" + i + "].id", "is in the list already"));
      }
    }
    ProblemException.refuse(errors);
  }

  /** Refuses a definition that contradicts itself or a path with an id. */
  void requireValid(String idInPath, String ofClass) {
    var errors = errors("", ofClass);
    if (!id.equals(idInPath)) {
      errors.add(new FieldError("id", "must be the id in the path"));
    }
    ProblemException.refuse(errors);
  }

  /** Refuses a definition that contradicts itself. */
  void requireValid(String ofClass) {
    ProblemException.refuse(errors("", ofClass));
  }

  /**
   * Errors that constraints of single fields do not find.
   *
   * @param path of this in the request, with a dot at its end; empty for the whole body
   * @param ofClass the class to which it is to belong; null for everybody
   */
  private List<FieldError> errors(String path, String ofClass) {
    var errors = new ArrayList<>(criteria.errors(path + "criteria", ofClass));
    if (classId != null && !classId.equals(ofClass)) {
      errors.add(
          new FieldError(path + "class_id", "must be the class of the request, or left out"));
    }
    return errors;
  }

  /** The achievement as it is shown to a user who earned it. */
  Frame.Achievement earned(Instant at) {
    return new Frame.Achievement(
        id, name, description, badgeType, rarity.name(), at, picture, texts);
  }
}
