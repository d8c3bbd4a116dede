package dev.laurel.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The page as one user has it open. */
final class DemoPage implements AutoCloseable {
  private static final double TIMEOUT_MS = 30_000;
  private static final String AT_REST =
      "document.getAnimations().every(e => e.playState !== 'running' || e.animationName === 'fade')";

  private final BrowserContext context;
  private final URI address;
  private final Page page;
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<WebSocket> sockets = new CopyOnWriteArrayList<>();

  private DemoPage(BrowserContext context, URI address) {
    this.context = context;
    this.address = address;
    context.setDefaultTimeout(TIMEOUT_MS);
    page = context.newPage();
    page.onPageError(errors::add);
    page.onConsoleMessage(this::remember);
    page.onWebSocket(sockets::add);
    page.navigate(address.toString());
  }

  /** Opens the page in a window of its own. */
  static DemoPage open(Browser browser, NewContextOptions options, URI address) {
    return new DemoPage(browser.newContext(options), address);
  }

  /** Another tab of the same browser, in which the same user has signed in. */
  DemoPage anotherTab(String user) {
    return new DemoPage(context, address).signIn(user);
  }

  /** Signs in as somebody of the demo's class, and waits until everything is live. */
  DemoPage signIn(String user) {
    choose(user);
    connection("Live").waitFor();
    page.locator("#rows tr").first().waitFor();
    return this;
  }

  /** Signs in as somebody of the demo's class. */
  void choose(String user) {
    page.getByRole(
            AriaRole.BUTTON,
            new GetByRoleOptions().setName(Pattern.compile("^" + user + "( instructor)?$")))
        .click();
  }

  /** Tries to sign in with a token. */
  void pasteToken(String token) {
    var form = page.locator(".token-form");
    if (!form.isVisible()) {
      page.getByText("Use a token").click();
    }
    form.getByLabel("Token").fill(token);
    form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Connect")).click();
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
        .filter(
            error ->
                !error.contains("net::ERR_")
                    && !error.contains("WebSocket connection to")
                    && !error.contains("Failed to load resource"))
        .toList();
  }

  /** All sockets that the page has opened so far. */
  List<WebSocket> sockets() {
    return List.copyOf(sockets);
  }

  Page page() {
    return page;
  }

  Locator connection(String state) {
    return page.locator(".connection", new Page.LocatorOptions().setHasText(state));
  }

  Locator toast(String text) {
    return page.locator(".laurel-toast", new Page.LocatorOptions().setHasText(text));
  }

  /** How many events are unread, as the badge has it; nothing when all have been read. */
  Locator unread() {
    return page.locator(".unread");
  }

  void openInbox() {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(Pattern.compile("^Inbox")))
        .click();
  }

  /** An event in the inbox, which must be open. */
  Locator event(String text) {
    return page.locator("#inbox li", new Page.LocatorOptions().setHasText(text));
  }

  /** The first row of the board in view. */
  Locator leader() {
    return page.locator("#rows tr").first();
  }

  /** The user's rank, points and streak. */
  Locator standing() {
    return page.locator(".standing");
  }

  /** Turns to another board, and waits until it is there. */
  void showBoard(String name) {
    page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName(name)).click();
    leader().waitFor();
  }

  /** Somebody else near the top of the board in view, but not at it. */
  String runnerUp(String other) {
    return Stream.of(1, 2)
        .map(row -> page.locator("#rows tr").nth(row).getAttribute("data-key"))
        .filter(user -> !user.equals(other))
        .findFirst()
        .orElseThrow();
  }

  void submitAsGrader() {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Submit as grader")).click();
  }

  /** Opens the instructor's view, which instructors have open anyway. */
  void openGrading() {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Instructor")).click();
  }

  /** Submits a perfect result in the instructor's view. */
  void grade(String student, String title, int points) {
    var form = page.locator(".grading-form");
    form.getByLabel("Student").selectOption(student);
    form.getByLabel("Problem").fill(title);
    form.getByLabel("Points").fill(String.valueOf(points));
    form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Submit")).click();
  }

  /** Takes back what was submitted last. */
  void regradeToZero() {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Regrade to 0 %"))
        .first()
        .click();
  }

  /** Freezes the class board, which must be live, and waits until it is. */
  void freeze() {
    toggleBoard("Freeze", "Thaw");
  }

  /** Thaws the class board, which must be frozen, and waits until it is live. */
  void thaw() {
    toggleBoard("Thaw", "Freeze");
  }

  private void toggleBoard(String verb, String inverse) {
    button(verb + " the class board").click();
    button(inverse + " the class board").waitFor();
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name));
  }

  int points() {
    return number(page.locator(".points .value"));
  }

  int leadersPoints() {
    return number(leader().locator("td").last());
  }

  private static int number(Locator locator) {
    return Integer.parseInt(locator.textContent().replaceAll("\\D", ""));
  }

  void awaitPoints(int atLeast) {
    page.waitForCondition(() -> points() >= atLeast);
  }

  void setOffline(boolean offline) {
    context.setOffline(offline);
  }

  void reload() {
    page.reload();
    connection("Live").waitFor();
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
