package io.seqway.store.mongo;

import io.seqway.store.StoreOptions;
import io.seqway.store.ownership.Assignment;
import io.seqway.store.ownership.Assignment.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mongo.MongoClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Looks at a MongoDB without changing anything there, for {@code seqway doctor}. */
public final class Examination {
    private final MongoClient client;
    private final Durability durability;
    private final String database;

    /**
     * What the server says of itself.
     *
     * @param set the name of its replica set; empty for one that is alone
     * @param members how many
     * @param router whether it is the router of a sharded cluster
     * @param time by its clock, in ms since 1970; empty if it does not say
     */
    public record Server(Optional<String> set, int members, boolean router, OptionalLong time) {}

    /**
     * Who beats, and who owns what.
     *
     * @param beats a number for each node, which rises while it lives
     * @param owners the owner of each partition, or {@code null}
     * @param unheard for each node those that have not answered it over the event bus
     */
    public record Standing(Map<String, Long> beats, List<String> owners, Map<String, Set<String>> unheard) {}

    /** @throws IllegalArgumentException if the address is malformed or asks for less than a majority has */
    public Examination(Vertx vertx, StoreOptions options) {
        this.client = MongoConnection.open(vertx, options);
        this.durability = new Durability(vertx, client, options);
        this.database = options.database();
    }

    /** Fails if it, or the primary of its replica set, does not answer. */
    public Future<Server> server() {
        // The older name of hello, which the embedded store knows, too.
        return client.runCommand("isMaster", new JsonObject().put("isMaster", 1))
                .map(hello -> new Server(
                        Optional.ofNullable(hello.getString("setName")),
                        hello.getJsonArray("hosts", new JsonArray()).size(),
                        "isdbgrid".equals(hello.getString("msg")),
                        hello.getValue("localTime") instanceof JsonObject time
                                ? OptionalLong.of(NodeNotes.millis(time))
                                : OptionalLong.empty()));
    }

    /** Fails, with one line, if a majority does not mean what it must. */
    public Future<Void> durability() {
        return durability.check();
    }

    /** Whether any node has ever used this database. */
    public Future<Boolean> isNew() {
        return client.count(LogSchema.META, new JsonObject()).map(known -> known == 0);
    }

    /** Why entries may not be written, in one line that says what to do; empty if they may. */
    public Future<Optional<String>> schemaFault() {
        return LogCollection.read(client, database).map(LogCollection::fault);
    }

    /** Fails, with one line, if this version cannot use what is stored. */
    public Future<Void> format() {
        return client.findOne(LogSchema.META, new JsonObject().put("_id", LogSchema.META_ID), null)
                .compose(meta -> meta == null ? Future.succeededFuture() : LogFormat.NEWEST.known(meta))
                .mapEmpty();
    }

    /** Who beats and who owns what, now; empty where no node ever did. */
    public Future<Optional<Standing>> standing() {
        return new MongoOwnershipStore(client)
                .read()
                .map(read -> read.map(standing -> {
                    Assignment assignment = standing.assignment();
                    return new Standing(
                            standing.beats(),
                            assignment.owners().stream().map(Owner::node).toList(),
                            standing.unheard());
                }));
    }

    /** What the nodes have noted of themselves. */
    public Future<List<NodeNotes.Note>> notes() {
        return new NodeNotes(client).read();
    }

    /** Ends the connections; completes in 3 s at the latest. */
    public Future<Void> close() {
        return client.close().timeout(3, TimeUnit.SECONDS).otherwiseEmpty();
    }
}
