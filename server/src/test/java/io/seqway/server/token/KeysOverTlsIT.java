package io.seqway.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.seqway.testing.JwksServer;
import io.seqway.testing.SigningKey;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are read from nobody but who has a certificate for the name in the address, by an authority of the JDK. */
class KeysOverTlsIT {
    private static final String PASSWORD = "changeit";

    private final SigningKey key = SigningKey.of("RS256", "k1");
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aTrustedNameIsBelieved() throws Exception {
        X509Bundle authority = authority();
        int port = provider(authority, "localhost");
        try (KeyedServer server = trusting(authority, port)) {
            server.process().awaitReady();
            assertThat(server.handshake(key.token("ann"))).isEqualTo(101);
        }
    }

    @Test
    void anotherNameIsNot() throws Exception {
        X509Bundle authority = authority();
        int port = provider(authority, "evil.example");
        assertKeysAreNotTaken(authority, port);
    }

    @Test
    void anotherAuthorityIsNot() throws Exception {
        int port = provider(authority(), "localhost");
        assertKeysAreNotTaken(authority(), port);
    }

    private void assertKeysAreNotTaken(X509Bundle trusted, int port) throws Exception {
        try (KeyedServer server = trusting(trusted, port)) {
            server.process().awaitOutput("no token of theirs can be checked", 1);
            server.process().awaitOutput("ready on ", 1);
            assertThat(server.handshake(key.token("ann"))).isEqualTo(503);
        }
    }

    private KeyedServer trusting(X509Bundle authority, int port) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority.getCertificate());
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return KeyedServer.launch(
                "-Djavax.net.ssl.trustStore=" + file + " -Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "--jwks",
                "https://localhost:" + port + "/jwks.json");
    }

    private static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private int provider(X509Bundle authority, String name) throws Exception {
        X509Bundle own = new CertificateBuilder()
                .subject("CN=provider")
                .addSanDnsName(name)
                .buildIssuedBy(authority);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(own.getCertificatePathPEM()))
                        .addKeyValue(Buffer.buffer(own.getPrivateKeyPEM()))));
        return server.requestHandler(request -> request.response().end(JwksServer.jwks(key)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }
}
