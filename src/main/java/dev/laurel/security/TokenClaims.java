package dev.laurel.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.errors.Text;
import dev.laurel.ids.UserIds;
import dev.laurel.security.source.ClaimMapping;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reads the caller from the claims of a verified token. Decodes the payload itself: {@code
 * JsonWebToken.getClaim} has no groups if the claim is a string, 0 for a missing {@code iat}, and
 * two kinds of values, plain and JSON-P.
 */
@ApplicationScoped
class TokenClaims {
  private static final int MAX_NAME_LENGTH = 128;
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final ObjectMapper mapper;
  private final UserIds ids;

  TokenClaims(ObjectMapper mapper, UserIds ids) {
    this.mapper = mapper;
    this.ids = ids;
  }

  /**
   * @param token a signed token in compact form, already verified
   * @param mapping where its issuer writes who the caller is
   * @throws AuthenticationFailedException if the claims name no user, or it is no access token
   */
  Caller read(String token, ClaimMapping mapping) {
    var claims = claims(token);
    // Django SimpleJWT signs refresh tokens with the same key
    if (claims.hasNonNull("token_type") && !"access".equals(claims.get("token_type").asText())) {
      throw new AuthenticationFailedException("A token was refused: it is no access token");
    }
    var id = ids.canonical(text(find(claims, mapping.user())));
    if (!isName(id)) {
      throw new AuthenticationFailedException("A token was refused: it names no user");
    }
    return new Caller(
        id,
        username(claims, mapping.names(), id),
        roles(find(claims, mapping.roles())),
        moment(claims.path("exp")),
        claims.path("iat").isNumber() ? moment(claims.path("iat")) : null,
        text(claims.path("jti")));
  }

  private static Instant moment(JsonNode seconds) {
    return Instant.ofEpochSecond(Math.max(0, Math.min(seconds.asLong(), LAST_SECOND)));
  }

  private JsonNode claims(String token) {
    try {
      var payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
      return mapper.readTree(new String(payload, StandardCharsets.UTF_8));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new AuthenticationFailedException("A token was refused: its claims are not readable");
    }
  }

  private static JsonNode find(JsonNode claims, String name) {
    if (claims.has(name)) {
      return claims.get(name);
    }
    var node = claims;
    for (var step : name.split("/")) {
      node = node.path(step);
    }
    return node;
  }

  private static String text(JsonNode claim) {
    return claim.isTextual() || claim.isIntegralNumber() ? claim.asText() : null;
  }

  private static String username(JsonNode claims, List<String> names, String id) {
    return names.stream()
        .map(name -> text(find(claims, name)))
        .filter(TokenClaims::isName)
        .findFirst()
        .orElse(id);
  }

  private static Set<String> roles(JsonNode claim) {
    var roles =
        claim.isTextual()
            ? Arrays.stream(claim.asText().split("[ ,]+"))
            : StreamSupport.stream(claim.spliterator(), false)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    return roles.filter(role -> !role.isBlank()).collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isName(String text) {
    return text != null && text.length() <= MAX_NAME_LENGTH && Text.Validator.isText(text);
  }
}
