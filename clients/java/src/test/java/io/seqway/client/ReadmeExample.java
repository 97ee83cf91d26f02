package io.seqway.client;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;

/** The example of the README, so that it compiles. */
final class ReadmeExample {
    private ReadmeExample() {}

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        HttpClient http = vertx.createHttpClient();
        SeqwayOptions options = new SeqwayOptions("http://localhost:8080")
                .setGetToken(request -> http.request(HttpMethod.POST, 8080, "localhost", "/api/dev/token")
                        .compose(ask -> ask.putHeader("Content-Type", "application/json")
                                .send("{\"userId\":\"me\"}"))
                        .compose(HttpClientResponse::body)
                        .map(body -> body.toJsonObject().getString("token")));
        Room room = Seqway.create(vertx, options).room("hello");
        room.onMessage(message -> System.out.println(message.sender() + ": " + message.body()));
        room.join(RoomOptions.tail(20));
        room.send("Hello from Java").onSuccess(seq -> System.out.println("stored as number " + seq));
    }
}
