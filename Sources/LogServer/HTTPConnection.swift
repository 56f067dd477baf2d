import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Sets connections up for Hummingbird's server, which accepts them and stops them gracefully.
struct HTTPConnection: ServerChildChannel {
    /// A connection that is at work. All of it happens in its pipeline.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
    }

    let services: ConnectionHandler.Services

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            var limits = NIOHTTPDecoderLimitConfiguration()
            let configuration = self.services.configuration
            // NIO counts the request line as a field, and its own limit of one must not be hit
            // before ours says so.
            limits.maxHeaderFieldSize =
                max(configuration.maximumHeaderByteCount, configuration.maximumTargetByteCount + 1)
            limits.maxHeaderListSize =
                configuration.maximumHeaderByteCount + configuration.maximumTargetByteCount + 1
            limits.maxHeaderFieldCount = configuration.maximumHeaderCount
            var encoder = HTTPResponseEncoder.Configuration()
            // Every answer states its length.
            encoder.automaticallySetFramingHeaders = false
            let handler = ConnectionHandler(services: self.services)
            // In front of everything: what is seen behind it is what was encrypted. A handshake that does
            // not end is an idle connection.
            if let tls = configuration.tls {
                try pipeline.addHandler(NIOSSLServerHandler(context: tls.context))
            }
            try pipeline.addHandler(ArrivalObserver(connection: handler))
            try pipeline.configureHTTPServerPipeline(
                withErrorHandling: false,
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: encoder,
                withDecoderLimitConfiguration: limits
            )
            try pipeline.addHandler(handler)
            return Value(channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskCancellationHandler {
            // An error of a connection has been dealt with where it happened.
            try? await value.channel.closeFuture.get()
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }
}
