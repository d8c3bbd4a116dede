package dev.laurel.wire;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts a {@link HeadDeadline} on every accepted connection. Vert.x and Quarkus show a connection at
 * its first request only, too late for a client that never sends one. Netty finds this extension as
 * a service, once {@link #SWITCH} is set.
 */
@RegisterForReflection
public final class AcceptedConnections extends ChannelInitializerExtension {
  /** The system property that makes Netty load extensions, with {@link #SWITCH_ON}. */
  public static final String SWITCH = "io.netty.bootstrap.extensions";

  public static final String SWITCH_ON = "serviceload";

  private final Duration timeout =
      ConfigProvider.getConfig().getValue("laurel.http.head-timeout", Duration.class);

  @Override
  public void postInitializeServerChildChannel(Channel connection) {
    connection.pipeline().addFirst(new HeadDeadline(timeout));
  }
}
