package io.seqway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whichever stores this machine offers: they answer, and say of what kind they are. */
class StoresIT {

    @Test
    void mongoTakesAWriteIntoAFreshDatabase() {
        String database = TestMongo.freshDatabase();
        assertThat(TestMongo.freshDatabase()).isNotEqualTo(database);
        try (MongoClient client = MongoClients.create(TestMongo.uri())) {
            client.getDatabase(database).createCollection("log");

            assertThat(client.getDatabase(database).listCollectionNames().first())
                    .isEqualTo("log");
        }
        System.out.println("mongodb: " + TestMongo.kind());
    }

    @Test
    void redisAnswers() throws IOException {
        URI address = URI.create(TestRedis.uri());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine())
                    .isEqualTo("+PONG");
        }
        System.out.println("redis: " + TestRedis.kind());
    }

    @Test
    void eachIsStartedOnce() {
        assertThat(TestMongo.uri()).isEqualTo(TestMongo.uri());
        assertThat(TestRedis.uri()).isEqualTo(TestRedis.uri());
    }
}
