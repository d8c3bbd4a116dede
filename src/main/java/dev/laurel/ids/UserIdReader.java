package dev.laurel.ids;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;

/** Reads the id of a user from JSON, as strictly as any text. Made by Jackson. */
@RegisterForReflection
public final class UserIdReader extends StdScalarDeserializer<String> {
  private static final long serialVersionUID = 1L;

  public UserIdReader() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    var ids = Arc.container().instance(UserIds.class).get();
    return ids.canonical(StringDeserializer.instance.deserialize(parser, context));
  }
}
