package dev.laurel.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The page as one user has it open. */
final class DemoPage implements AutoCloseable {
  private static final double TIMEOUT_MS = 20_000;
  private static final String AT_REST =
      "[...document.querySelectorAll('#feed li, .toast, #rows tr')].every(e => !e.getAnimations().length)";

  private final BrowserContext context;
  private final Page page;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  private DemoPage(BrowserContext context) {
    this.context = context;
    context.setDefaultTimeout(TIMEOUT_MS);
    page = context.newPage();
    page.onPageError(errors::add);
    page.onConsoleMessage(this::remember);
  }

  /** Opens the page and signs in. */
  static DemoPage open(Browser browser, NewContextOptions options, URI address, String user) {
    var opened = new DemoPage(browser.newContext(options));
    opened.page.navigate(address.toString());
    opened
        .page
        .getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(user).setExact(true))
        .click();
    opened.connection("Live").waitFor();
    return opened;
  }

  private void remember(ConsoleMessage message) {
    if (message.type().equals("error") || message.type().equals("warning")) {
      errors.add(message.text());
    }
  }

  /** What the console has complained about. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** What it has complained about besides a server that was not there. */
  List<String> errorsOfItsOwn() {
    return errors.stream()
        .filter(error -> !error.contains("net::ERR_") && !error.contains("WebSocket connection to"))
        .toList();
  }

  Locator connection(String state) {
    return page.locator("#connection", new Page.LocatorOptions().setHasText(state));
  }

  Locator toast(String text) {
    return page.locator("#toasts .toast", new Page.LocatorOptions().setHasText(text));
  }

  Locator event(String text) {
    return page.locator("#feed li", new Page.LocatorOptions().setHasText(text));
  }

  /** The first row of the board in view. */
  Locator leader() {
    return page.locator("#rows tr").first();
  }

  void showBoard(String name) {
    page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName(name)).click();
  }

  void submitAsGrader() {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Submit as grader")).click();
  }

  int points() {
    return Integer.parseInt(page.locator("#points").textContent().replaceAll("\\D", ""));
  }

  void awaitPoints(int atLeast) {
    page.waitForCondition(() -> points() >= atLeast);
  }

  void setOffline(boolean offline) {
    context.setOffline(offline);
  }

  /** Takes a picture once everything has come to rest. */
  void photograph(Path file) {
    // not waitForFunction, which the page's Content-Security-Policy forbids
    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(AT_REST)));
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    context.close();
  }
}
