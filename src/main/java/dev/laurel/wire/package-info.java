/**
 * The connections below HTTP and WebSocket: deadlines, guards and writes on Netty's and Vert.x's
 * own types. The only package that uses their internals, and it uses no other package of Laurel.
 * Start with {@link dev.laurel.wire.WebSocketGuard}.
 *
 * <p>Each internal, why it is used, what that gains, and the test that fails when an upgrade of
 * Quarkus breaks it:
 *
 * <table>
 *   <caption>Internals</caption>
 *   <tr><th>internal</th><th>reason</th><th>gain</th><th>test</th></tr>
 *   <tr><td>{@code ChannelInitializerExtension}</td><td>neither Vert.x nor Quarkus shows a
 *     connection before its first request</td><td>silent connections are closed</td>
 *     <td>{@code HardenedNodeIT}</td></tr>
 *   <tr><td>{@code ChannelInboundHandlerAdapter} in {@code HeadDeadline}, {@code
 *     HttpServerConnection}</td><td>the idle timeout of Vert.x restarts with each byte</td>
 *     <td>a client that drips its head holds a connection for seconds only</td>
 *     <td>{@code HardenedNodeIT}</td></tr>
 *   <tr><td>{@code ChannelDuplexHandler} in {@code PipelineLimit}</td><td>Vert.x reads further
 *     requests of a connection however many have no answer</td><td>pipelined requests neither stall
 *     an event loop nor fill the memory</td><td>{@code PipelinedRequestsTest}</td></tr>
 *   <tr><td>{@code WebSocketFrameAggregator} in {@code WebSocketGuard}</td><td>Vert.x loses a
 *     message whose first fragment is empty, decodes frames before one can drop them, and closes
 *     without a code</td><td>floods cost little, and clients learn why they were closed</td>
 *     <td>{@code HostileInputTest}</td></tr>
 *   <tr><td>{@code ChannelHandlerContext.writeAndFlush} in {@code RawConnection}</td><td>WebSockets
 *     Next encodes a frame for each connection and does not tell when the network has taken it</td>
 *     <td>a frame is encoded once for all its clients; slow clients are found by bytes</td>
 *     <td>{@code EncodedFrameTest}, {@code SlowClientTest}</td></tr>
 *   <tr><td>{@code HttpServerConnection.channelHandlerContext} in {@code RawConnection#abort}</td>
 *     <td>{@code HttpConnection.close} waits for what a client does not take</td><td>a stalled
 *     download ends when it is given up</td><td>{@code ExportTest}</td></tr>
 *   <tr><td>{@code SO_LINGER} in {@code RawConnection}</td><td>closing waits for a peer that does not read</td><td>memory
 *     of the kernel is freed at once</td><td>{@code SlowClientTest}</td></tr>
 *   <tr><td>{@code HttpServerRequestInternal}, {@code ContextInternal.localContextData}, {@code
 *     QuarkusHttpUser}, {@code IdleStateHandler} in {@code Upgrade}</td><td>the server keeps the
 *     request, its user and a timer for as long as the socket is open</td><td>memory of each open
 *     socket (see {@code performance.md})</td><td>{@code GameSocketTest}, {@code LimitsTest}</td>
 *     </tr>
 *   <tr><td>{@code VertxInternal}, {@code ContextInternal} in {@code EventLoop}</td><td>the public
 *     API can neither pick an event loop on a given thread nor move a future onto one</td><td>the
 *     state of {@code broadcast} needs no locks; every event loop is watched</td>
 *     <td>{@code RedisBroadcastTest}, {@code EventLoopLivenessTest}</td></tr>
 * </table>
 */
package dev.laurel.wire;
