package dev.laurel.startup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Makes an object of each record, on a line of its own. The names of its members are those that
 * other services on Quarkus and WildFly use.
 */
final class JsonFormatter extends ExtFormatter {
  private final JsonFactory json = new JsonFactory();

  @Override
  public String format(ExtLogRecord record) {
    var line = new StringWriter();
    try (var object = json.createGenerator(line)) {
      object.writeStartObject();
      object.writeStringField("timestamp", record.getInstant().toString());
      object.writeStringField("level", name(record.getLevel()));
      object.writeStringField("loggerName", record.getLoggerName());
      object.writeStringField("message", formatMessage(record));
      object.writeStringField("threadName", record.getThreadName());
      for (var entry : record.getMdcCopy().entrySet()) {
        object.writeStringField(entry.getKey(), entry.getValue());
      }
      writeStackTrace(object, record.getThrown());
      object.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.append('\n').toString();
  }

  private static String name(Level level) {
    return level == null ? Level.INFO.getName() : level.getName();
  }

  private static void writeStackTrace(JsonGenerator object, Throwable thrown) throws IOException {
    if (thrown != null) {
      var text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      object.writeStringField("stackTrace", text.toString());
    }
  }
}
