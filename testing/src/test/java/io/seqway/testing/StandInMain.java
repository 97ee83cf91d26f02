package io.seqway.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** What {@link ServerProcess} starts in its own tests: it is ready at the second look, or fails as it is told. */
final class StandInMain {

    private StandInMain() {}

    public static void main(String[] args) throws IOException {
        List<String> arguments = List.of(args);
        System.out.println("arguments " + arguments);
        System.out.println("variables " + System.getenv("SEQWAY_A") + " " + System.getenv("SEQWAY_TEST_MONGO_URI"));
        if (arguments.contains("--fail")) {
            System.err.println("no keys");
            System.exit(3);
        }
        int port = Integer.parseInt(arguments.get(arguments.indexOf("--port") + 1));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ended in order")));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        int[] looks = {0};
        server.createContext("/health/ready", exchange -> {
            looks[0]++;
            exchange.sendResponseHeaders(looks[0] > 1 ? 200 : 503, -1);
            exchange.close();
        });
        server.start();
    }
}
