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

/** The page, opened by one user. */
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

  /** Opens the page in a new window. */
  static DemoPage open(Browser browser, NewContextOptions options, URI address) {
    return new DemoPage(browser.newContext(options), address);
  }

  /** Opens another tab in the same browser profile, signed in as the same user. */
  DemoPage anotherTab(String user) {
    return new DemoPage(context, address).signIn(user);
  }

  /** Signs in as a member of the demo's class and waits until everything is live. */
  DemoPage signIn(String user) {
    choose(user);
    connection("Live").waitFor();
    page.locator("#rows tr").first().waitFor();
    return this;
  }

  /** Signs in as a member of the demo's class. */
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

  /** The warnings and errors on the console. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** The warnings and errors on the console, except failed connections. */
  List<String> errorsOfItsOwn() {
    return errors.stream()
        .filter(
            error ->
                !error.contains("net::ERR_")
                    && !error.contains("WebSocket connection to")
                    && !error.contains("Failed to load resource"))
        .toList();
  }

  /** All sockets opened by the page so far. */
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

  /** The badge with the number of unread events; absent when there are none. */
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

  /** Opens the list of what changed the points, by keyboard. */
  void openLedger() {
    button("Why these points?").press("Enter");
  }

  /** An entry of the ledger, which must be open. */
  Locator entry(String title) {
    return page.locator(".ledger-entry", new Page.LocatorOptions().setHasText(title));
  }

  /** Asks about an entry of the ledger, by keyboard, and waits until that is sent. */
  void ask(String title, String text) {
    var entry = entry(title);
    entry.getByRole(AriaRole.BUTTON).press("Enter");
    page.keyboard().type(text);
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    entry.getByText("Waiting for an answer").waitFor();
  }

  /** An open question in the instructor's view. */
  Locator question(String text) {
    return page.locator(".question", new Page.LocatorOptions().setHasText(text));
  }

  /** Answers an open question, as one that was asked with reason. */
  void accept(String question, String answer) {
    question(question).locator("textarea").fill(answer);
    question(question)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Accept"))
        .click();
  }

  /** The first row of the board in view. */
  Locator leader() {
    return page.locator("#rows tr").first();
  }

  /** The user's rank, points and streak. */
  Locator standing() {
    return page.locator(".standing");
  }

  /** Switches to another board and waits for it. */
  void showBoard(String name) {
    page.getByRole(AriaRole.TAB, new GetByRoleOptions().setName(name)).click();
    leader().waitFor();
  }

  /** Another user near the top of the visible board, but not first. */
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

  /** Opens the instructor's view, which is already open for instructors. */
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

  /** Regrades the last submission to zero. */
  void regradeToZero() {
    page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Regrade to 0 %"))
        .first()
        .click();
  }

  /** Freezes the live class board and waits until it is frozen. */
  void freeze() {
    toggleBoard("Freeze", "Thaw");
  }

  /** Thaws the frozen class board and waits until it is live. */
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

  /** Takes a screenshot once all animations have ended. */
  void photograph(Path file) {
    // Not waitForFunction: the page's Content-Security-Policy forbids it.
    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(AT_REST)));
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    context.close();
  }
}
