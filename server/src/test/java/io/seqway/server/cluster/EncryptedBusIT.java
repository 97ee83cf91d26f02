package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.seqway.protocol.bus.Addresses;
import io.seqway.protocol.cluster.Role;
import io.seqway.server.config.Config.ClusterTls;
import io.vertx.core.eventbus.DeliveryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes say to each other is for those who have a certificate of the cluster's authority. */
class EncryptedBusIT {
    private static final String NAME = "seqway";
    private static final long SOON_MS = 5_000;
    private static final long IN_THE_END_MS = 30_000;

    @TempDir
    Path folder;

    private X509Bundle authority;

    @BeforeEach
    void createAuthority() throws Exception {
        authority = authority();
    }

    private static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    /** The files of a node whose certificate is signed by one authority, and which trusts another or the same one. */
    private Optional<ClusterTls> tls(String node, X509Bundle signer, X509Bundle trusted) throws Exception {
        X509Bundle own = new CertificateBuilder().subject("CN=" + node).buildIssuedBy(signer);
        return Optional.of(new ClusterTls(
                Files.writeString(folder.resolve(node + ".key"), own.getPrivateKeyPEM()),
                Files.writeString(folder.resolve(node + ".crt"), own.getCertificatePEM()),
                Files.writeString(folder.resolve(node + ".ca"), trusted.getRootCertificatePEM())));
    }

    /** What a node hears. */
    private static List<String> listen(Platform node) throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        node.vertx()
                .eventBus()
                .<String>consumer(Addresses.store(node.view().self()), message -> {
                    heard.add(message.body());
                    message.reply("well");
                })
                .completion()
                .await(10, TimeUnit.SECONDS);
        return heard;
    }

    private static boolean isAnswered(Platform asking, Platform asked, long limitMs) throws Exception {
        return asking.vertx()
                .eventBus()
                .request(Addresses.store(asked.view().self()), "hello", new DeliveryOptions().setSendTimeout(limitMs))
                .map(true)
                .otherwise(false)
                .await(40, TimeUnit.SECONDS);
    }

    @Test
    void nodesOfOneAuthorityTalk() throws Exception {
        try (Nodes nodes = new Nodes()) {
            Platform ann = nodes.join(NAME, EnumSet.of(Role.GATEWAY), tls("ann", authority, authority));
            Platform bob = nodes.join(NAME, EnumSet.of(Role.MESSAGE_STORE), tls("bob", authority, authority));
            List<String> heard = listen(bob);

            assertThat(isAnswered(ann, bob, IN_THE_END_MS)).isTrue();
            assertThat(heard).containsExactly("hello");
        }
    }

    @Test
    void aNodeOfAnotherAuthorityIsToldNothing() throws Exception {
        try (Nodes nodes = new Nodes()) {
            Platform ann = nodes.join(NAME, EnumSet.of(Role.GATEWAY), tls("ann", authority, authority));
            Platform eve = nodes.join(NAME, EnumSet.of(Role.MESSAGE_STORE), tls("eve", authority(), authority));
            List<String> heard = listen(eve);

            assertThat(isAnswered(ann, eve, SOON_MS)).isFalse();
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void aNodeOfAnotherAuthorityOrWithoutEncryptionIsNotHeard() throws Exception {
        try (Nodes nodes = new Nodes()) {
            Platform ann = nodes.join(NAME, EnumSet.of(Role.MESSAGE_STORE), tls("ann", authority, authority));
            List<String> heard = listen(ann);
            Platform eve = nodes.join(NAME, EnumSet.of(Role.GATEWAY), tls("eve", authority(), authority));
            Platform bare = nodes.join(NAME, EnumSet.of(Role.GATEWAY), Optional.empty());

            assertThat(isAnswered(eve, ann, SOON_MS)).isFalse();
            assertThat(isAnswered(bare, ann, SOON_MS)).isFalse();
            assertThat(heard).isEmpty();
        }
    }
}
