package io.seqway.client.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.client.FileOutboxStore;
import io.seqway.client.Message;
import io.seqway.client.OutboxStore;
import io.seqway.client.Position;
import io.seqway.client.Room;
import io.seqway.client.RoomOptions;
import io.seqway.client.SendOptions;
import io.seqway.client.Seqway;
import io.seqway.client.SeqwayOptions;
import io.seqway.client.Stream;
import io.seqway.client.StreamOptions;
import io.seqway.client.User;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** The client against a running server: the address as the only argument, such as http://127.0.0.1:8080. */
public final class RealServer {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final URI base;
    private final Way way;
    private final String run = Long.toString(System.nanoTime(), 36);
    private final Path outbox = Files.createTempDirectory("seqway-client").resolve("outbox.jsonl");
    private final List<Long> ofAlice = new CopyOnWriteArrayList<>();
    private final List<Long> ofBob = new CopyOnWriteArrayList<>();

    private RealServer(URI base) throws IOException {
        this.base = base;
        this.way = new Way(vertx, base.getPort());
    }

    public static void main(String[] args) throws IOException {
        RealServer real = new RealServer(URI.create(args[0]));
        try {
            real.play();
        } finally {
            real.vertx.close();
        }
    }

    private void play() {
        OutboxStore store = FileOutboxStore.at(vertx, outbox);
        Seqway alice = client("alice", new SeqwayOptions(way.url()).setOutboxStore(store));
        Seqway bob = client("bob", new SeqwayOptions(base.toString()));
        Room hers = joined(alice, ofAlice);
        Room his = joined(bob, ofBob);
        cuts(hers, his);
        say("what both have written over three cuts is there once and in order");

        way.cut();
        Message left = hers.post("left", new SendOptions());
        Wait.on(alice.close());
        Wait.on(store.close());
        way.mend();
        OutboxStore next = FileOutboxStore.at(vertx, outbox);
        Position position = hers.position();
        Seqway again = client("alice", new SeqwayOptions(way.url()).setOutboxStore(next));
        Room anew = joined(again, ofAlice, position);
        reaches(ofBob, his, 201);
        reaches(ofAlice, anew, 201);
        assertThat(his.messages().get(his.messages().size() - 1).clientMsgId()).isEqualTo(left.clientMsgId());
        say("what a run has left in its file is stored once by the next one");

        assertThat(Wait.on(his.history(4L, null, 2)).messages())
                .extracting(Message::seq)
                .containsExactly(2L, 3L);
        assertThat(Wait.on(his.presence())).extracting(User::name).contains("alice", "bob");
        assertThat(Wait.on(anew.edit(201, "edited"))).isEqualTo(2);
        say("history, presence, and an edit");

        stream(again);
        say("a stream goes through a cut");
        assertThat(again.getMetrics().gaps()).isZero();
        Wait.on(again.close());
        Wait.on(bob.close());
        Wait.on(next.close());
    }

    private void cuts(Room hers, Room his) {
        List<Future<Long>> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(hers.send("a" + i));
            sent.add(his.send("b" + i));
            if (i % 30 == 20) {
                Wait.on(sent.get(sent.size() - 1));
                way.interrupt();
            }
        }
        Wait.on(Future.all(sent));
        reaches(ofAlice, hers, 200);
        reaches(ofBob, his, 200);
        List<Long> all = LongStream.rangeClosed(1, 200).boxed().toList();
        assertThat(ofAlice).isEqualTo(all);
        assertThat(ofBob).isEqualTo(all);
        List<Long> ofHers = new ArrayList<>();
        for (int i = 0; i < sent.size(); i += 2) {
            ofHers.add(sent.get(i).result());
        }
        assertThat(ofHers).isSorted();
    }

    private void stream(Seqway client) {
        Stream stream = client.stream("java-" + run, new StreamOptions("application/octet-stream", null, 20_000));
        Wait.on(stream.append(Buffer.buffer(new byte[500_000])));
        way.interrupt();
        Wait.on(stream.finish());
        assertThat(stream.status().pending()).isZero();
    }

    private Room joined(Seqway client, List<Long> seen) {
        return joined(client, seen, new Position(0, null));
    }

    private Room joined(Seqway client, List<Long> seen, Position from) {
        Room room = client.room("java-" + run);
        room.onMessage(message -> seen.add(message.seq()));
        Wait.on(room.join(RoomOptions.from(from)));
        return room;
    }

    private static void reaches(List<Long> seen, Room room, long seq) {
        Promise<Void> there = Promise.promise();
        Runnable off = room.onMessage(message -> {
            if (message.seq() >= seq) {
                there.tryComplete();
            }
        });
        if (seen.contains(seq)) {
            there.tryComplete();
        }
        Wait.on(there.future());
        off.run();
    }

    private Seqway client(String user, SeqwayOptions options) {
        JsonObject body = new JsonObject().put("userId", user + "-" + run).put("name", user);
        return Seqway.create(
                vertx, options.setBaseDelayMs(50).setMaxDelayMs(200).setGetToken(request -> http.request(
                                HttpMethod.POST, base.getPort(), base.getHost(), "/api/dev/token")
                        .compose(ask -> ask.putHeader("Content-Type", "application/json")
                                .send(body.encode()))
                        .compose(HttpClientResponse::body)
                        .map(answer -> answer.toJsonObject().getString("token"))));
    }

    private static void say(String what) {
        System.out.println("ok " + what);
    }
}
