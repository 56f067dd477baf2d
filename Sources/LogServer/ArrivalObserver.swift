import NIOCore

/// Tells a connection that bytes have arrived, before NIO parses them: a head that never ends is
/// not seen otherwise.
final class ArrivalObserver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ConnectionHandler

    init(connection: ConnectionHandler) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.connection.bytesArrived()
        context.fireChannelRead(data)
    }
}
