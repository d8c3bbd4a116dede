package dev.laurel.notification;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.laurel.errors.ProblemException;
import dev.laurel.security.Caller;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's log, for clients without a socket. */
@Path("/api/notifications")
@Authenticated
@Tag(name = "Students")
class NotificationsResource {
  /**
   * A slice of the log.
   *
   * @param items JSON of the frames, as sockets send them
   * @param complete false if entries between {@code since} and the first item were pruned, {@code
   *     since} is ahead of the log, or its event has another {@code sent_at}
   * @param lastSentAt the {@code sent_at} of the event {@code lastSeq}; null if there is none
   */
  @RegisterForReflection
  record Items(
      @JsonRawValue @Schema(type = SchemaType.ARRAY, implementation = Frame.class) String items,
      long lastSeq,
      boolean hasMore,
      boolean complete,
      Instant lastSentAt) {
    static Items of(LogSlice slice) {
      var frames =
          slice.entries().stream().map(LogEntry::frame).collect(Collectors.joining(",", "[", "]"));
      return new Items(
          frames, slice.lastSeq(), slice.hasMore(), slice.complete(), slice.head().lastSentAt());
    }
  }

  /**
   * A move of the read cursor.
   *
   * @param seq the last entry read
   */
  @RegisterForReflection
  record ReadRequest(@NotNull @Min(0) Long seq) {}

  /**
   * How far the caller has read.
   *
   * @param count unread entries
   * @param readUpTo the last {@code seq} read, 0 for none
   */
  @RegisterForReflection
  record ReadState(long count, long readUpTo) {
    static ReadState of(LogHead head) {
      return new ReadState(head.unread(), head.readUpTo());
    }
  }

  /** The longest a client may wait, in seconds. */
  private static final long MAX_WAIT = 30;

  private final Inbox inbox;
  private final LongPoll longPoll;
  private final SecurityIdentity identity;

  NotificationsResource(Inbox inbox, LongPoll longPoll, SecurityIdentity identity) {
    this.inbox = inbox;
    this.longPoll = longPoll;
    this.identity = identity;
  }

  @GET
  @Operation(
      summary = "Read the log after a seq",
      description =
          "Answers 304 while the ETag is current. With wait (seconds), answers when a new event arrives or the time is up;"
              + " 401 as soon as the token expires or is revoked. Send the seq and the sent_at of the last event you have"
              + " as since and sent_at: complete is false if the log, restored from a backup, has another event there.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(mediaType = "application/json", schema = @Schema(implementation = Items.class)))
  @APIResponse(responseCode = "304", description = "Nothing new")
  @APIResponse(
      responseCode = "429",
      description =
          "Too many requests of the user wait on this node; Retry-After says when to try again")
  @APIResponse(
      responseCode = "503",
      description =
          "Too many requests of all users wait on this node, or PostgreSQL is away; Retry-After"
              + " says when to try again. Without wait, only the latter")
  public Uni<Response> since(
      @QueryParam("since") @DefaultValue("0") @Min(0) long since,
      @QueryParam("sent_at") String sentAt,
      @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit,
      @QueryParam("wait") @DefaultValue("0") @Min(0) long wait,
      @Context Request request) {
    if (wait > MAX_WAIT) {
      throw ProblemException.badRequest("wait", "must be at most " + MAX_WAIT + " seconds");
    }
    var caller = Caller.of(identity);
    var cursor = new Cursor(caller.id(), since, Cursor.sentAt(sentAt));
    return longPoll
        .since(caller, cursor, limit, Duration.ofSeconds(wait))
        .map(slice -> answer(slice, tag(caller, slice, since, limit), request));
  }

  /** Unlike for any other user. Pruning changes it too, although the end of the log stays. */
  private static EntityTag tag(Caller caller, LogSlice slice, long since, int limit) {
    return new EntityTag(
        "%s-%d-%d-%d-%d-%s-%b"
            .formatted(
                UUID.nameUUIDFromBytes(caller.id().getBytes(StandardCharsets.UTF_8)),
                since,
                limit,
                slice.lastSeq(),
                slice.entries().size(),
                slice.head().lastSentAt(),
                slice.complete()));
  }

  private static Response answer(LogSlice slice, EntityTag tag, Request request) {
    var unchanged = request.evaluatePreconditions(tag);
    var response = unchanged != null ? unchanged : Response.ok(Items.of(slice));
    return response.tag(tag).header("Cache-Control", "private, no-cache").build();
  }

  @GET
  @Path("/unread-count")
  @Operation(summary = "Count unread events")
  public ReadState unread() {
    return ReadState.of(inbox.head(Caller.of(identity).id()));
  }

  @POST
  @Path("/read")
  @Blocking
  @Operation(
      summary = "Mark the log as read up to a seq",
      description = "The read cursor never moves back.")
  public ReadState read(@Valid @NotNull ReadRequest request) {
    return ReadState.of(inbox.read(Caller.of(identity).id(), request.seq()));
  }
}
