package dev.laurel.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The Chromium of this machine: the value of {@code LAUREL_CHROMIUM}, or the first on the path. */
final class InstalledBrowser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> ARGUMENTS =
      List.of(
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private InstalledBrowser(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /**
   * Launches it headless. Without a browser the test is skipped with a message; under CI it fails.
   */
  static InstalledBrowser launch() {
    var executable = executable();
    if (executable.isEmpty()) {
      var message = "No Chromium found: install one, or set LAUREL_CHROMIUM to its path";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(message);
      }
      System.err.println("BROWSER TESTS SKIPPED. " + message + ".");
      Assumptions.abort(message);
    }
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    var options = new LaunchOptions().setExecutablePath(executable.get()).setArgs(ARGUMENTS);
    return new InstalledBrowser(playwright, playwright.chromium().launch(options));
  }

  private static Optional<Path> executable() {
    var named = Optional.ofNullable(System.getenv("LAUREL_CHROMIUM")).map(Path::of);
    var path =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).toList();
    var installed =
        NAMES.stream().flatMap(name -> path.stream().map(entry -> Path.of(entry, name)));
    return Stream.concat(named.stream(), installed).filter(Files::isExecutable).findFirst();
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
