package dev.laurel.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada",
        "é",
        "e\u0301lodie",
        "ליאת (2)",
        "محمد",
        "می\u200cخواهم",
        "नि",
        "李雷",
        "홍길동",
        "⠁⠙⠁",
        "👩🏽\u200d🚀",
        "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
        "🫩"
      })
  void namesInAllScriptsAreAccepted(String text) {
    assertTrue(Text.Validator.isText(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u00a0",
        "\u00ad",
        "\u034f",
        "\u115f",
        "\u1160",
        "\u17b4",
        "\u180b",
        "\u2003",
        "\u200b",
        "\u200d",
        "\u2028",
        "\u2060",
        "\u2065",
        "\u2800",
        "\u2800\u2800",
        "\u3000",
        "\u3164",
        " \u3164 ",
        "\ufe0f",
        "\ufeff",
        "\uffa0",
        "\ufff0",
        "\uDB40\uDC20",
        "\uDB40\uDC80",
        "\u0301"
      })
  void textsWithoutAVisibleCharacterAreRefused(String text) {
    assertFalse(Text.Validator.isText(text));
  }

  @Test
  void exactlyTheCharactersThatChangeTheDirectionAreRefusedAmongTheInvisibleOnes() {
    var refused =
        IntStream.rangeClosed(0x2000, 0x206f)
            .filter(codePoint -> !Text.Validator.isText("a" + Character.toString(codePoint)))
            .mapToObj(Integer::toHexString)
            .toList();
    assertEquals(
        "[200e, 200f, 202a, 202b, 202c, 202d, 202e, 2066, 2067, 2068, 2069]", refused.toString());
    assertFalse(Text.Validator.isText("a\u061c"));
  }
}
