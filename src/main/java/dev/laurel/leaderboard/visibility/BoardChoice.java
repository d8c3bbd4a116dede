package dev.laurel.leaderboard.visibility;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The view of a class's board that its students are to have. Fields that are left out get their
 * defaults.
 *
 * @param names whose names they see
 * @param top the last rank whose name is shown, with {@code top}; default 10
 * @param show everybody's ranks, or only the distribution of points; default ranks
 * @param optIn whether they see only those of them who asked for it by showing themselves; default
 *     false
 * @param smallestGroup the number of users on the board below which they see nothing of it; default
 *     1
 * @param teamScore how the points of members make the score of a team; default mean
 */
@Schema(name = "NamesRequest")
record BoardChoice(
    @NotNull NamePolicy names,
    @Min(1) Integer top,
    Display show,
    Boolean optIn,
    @Min(1) @Max(MAX_GROUP) Integer smallestGroup,
    TeamScore teamScore) {
  static final int MAX_GROUP = 1000;

  BoardChoice {
    top = top == null ? BoardSettings.DEFAULT_TOP : top;
    show = show == null ? Display.ranks : show;
    optIn = optIn != null && optIn;
    smallestGroup = smallestGroup == null ? 1 : smallestGroup;
    teamScore = teamScore == null ? TeamScore.mean : teamScore;
  }

  /** The names, and all that differs from the defaults. */
  String text() {
    return (names == NamePolicy.top ? names + " " + top : names.name())
        + (show == Display.ranks ? "" : ", " + show)
        + (optIn ? ", opt-in" : "")
        + (smallestGroup == 1 ? "" : ", from " + smallestGroup + " users on")
        + (teamScore == TeamScore.mean ? "" : ", teams by " + teamScore);
  }
}
