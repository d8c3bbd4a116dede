package dev.laurel.wire;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts a {@link HeadDeadline} on every connection that is accepted. Neither the server nor the
 * framework lets anybody see a connection before its first request, which is too late for a client
 * that never sends one; so this is found by Netty, once {@link #SWITCH} is set.
 */
@RegisterForReflection
public final class AcceptedConnections extends ChannelInitializerExtension {
  /** The system property that has Netty look for extensions, with {@link #SWITCH_ON}. */
  public static final String SWITCH = "io.netty.bootstrap.extensions";

  public static final String SWITCH_ON = "serviceload";

  private final Duration timeout =
      ConfigProvider.getConfig().getValue("laurel.http.head-timeout", Duration.class);

  @Override
  public void postInitializeServerChildChannel(Channel connection) {
    connection.pipeline().addFirst(new HeadDeadline(timeout));
  }
}
