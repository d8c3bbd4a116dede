package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.Page.Player;
import dev.laurel.leaderboard.RankedUser;
import dev.laurel.leaderboard.standing.PlayerDetails;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces names for an audience. A user's pseudonym on a board stays the same, also when the board
 * is frozen or final. Without the key it leads neither to the user nor to the pseudonyms on other
 * boards, those of seasons included: whoever is known on one of them is known on no other.
 */
public final class Pseudonyms {
  private static final int ID_BYTES = 10;

  private final Board board;
  private final BoardSettings settings;
  private final Audience audience;

  /**
   * @param settings of the board, or of the total one of the same users
   */
  public Pseudonyms(Board board, BoardSettings settings, Audience audience) {
    this.board = board;
    this.settings = settings;
    this.audience = audience;
  }

  /** True if the audience sees a pseudonym instead of the user's name. */
  public boolean hides(RankedUser user, PlayerDetails details) {
    return audience == Audience.STUDENTS
        && (details.hidden() || user.rank() > settings.lastNamed());
  }

  /** The user as the audience sees them: by name, or under a pseudonym. */
  public Player player(RankedUser user, PlayerDetails details) {
    return hides(user, details) ? pseudonym(user.user()) : details.player();
  }

  private Player pseudonym(String user) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(settings.pseudonymKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      // No id contains a line feed.
      var code = mac.doFinal((board.key() + "\n" + user).getBytes(StandardCharsets.UTF_8));
      return Player.anonymous(HexFormat.of().formatHex(code, 0, ID_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
