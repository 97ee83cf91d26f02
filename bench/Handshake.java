import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Opens WebSockets: as much of RFC 6455 as a server needs that is trusted. */
final class Handshake {
    private Handshake() {}

    /** A connection of a user, blocking, on which WebSocket frames follow. */
    static SocketChannel open(URI uri, String secret, String user) throws Exception {
        return open(SocketChannel.open(), uri, secret, user);
    }

    /** The same on a channel that has options of its own, and is not connected yet. */
    static SocketChannel open(SocketChannel channel, URI uri, String secret, String user) throws Exception {
        channel.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ByteBuffer request = ByteBuffer.wrap(bytes("GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nAuthorization: Bearer "
                + token(secret, user) + "\r\n\r\n"));
        while (request.hasRemaining()) {
            channel.write(request);
        }
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0 && channel.read(one.clear()) == 1) {
            head.append((char) one.get(0));
        }
        if (!head.toString().startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no WebSocket: " + head);
        }
        return channel;
    }

    private static String token(String secret, String user) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String claims = "{\"sub\":\"" + user + "\",\"exp\":" + (System.currentTimeMillis() / 1000 + 3600) + "}";
        String content = base64.encodeToString(bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"))
                + '.' + base64.encodeToString(bytes(claims));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
        return content + '.' + base64.encodeToString(mac.doFinal(bytes(content)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
