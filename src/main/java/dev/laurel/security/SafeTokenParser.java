package dev.laurel.security;

import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Turns any exception of the parser into a refusal. Some malformed tokens, such as those with a
 * number for the algorithm, would make it fail with a status 500 otherwise.
 */
@Decorator
@Priority(1)
abstract class SafeTokenParser implements JWTParser {
  @Inject @Any @Delegate JWTParser parser;

  @Override
  public JsonWebToken parse(String token) throws ParseException {
    try {
      return parser.parse(token);
    } catch (RuntimeException e) {
      throw new ParseException("The token cannot be parsed", e);
    }
  }
}
