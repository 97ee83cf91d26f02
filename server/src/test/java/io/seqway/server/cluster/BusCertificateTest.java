package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import io.seqway.server.config.Config.ClusterTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BusCertificateTest {
    @TempDir
    Path folder;

    private static X509Bundle pair(Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .subject("CN=node")
                .algorithm(algorithm)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private ClusterTls tls(String key, String certificate) throws IOException {
        return new ClusterTls(
                Files.writeString(folder.resolve("node.key"), key),
                Files.writeString(folder.resolve("node.crt"), certificate),
                folder.resolve("unused.ca"));
    }

    @ParameterizedTest
    @EnumSource(names = {"rsa2048", "ecp256", "ecp384"})
    void aKeyAndItsCertificateAreTakenAndThoseOfTwoPairsAreNot(Algorithm algorithm) throws Exception {
        X509Bundle one = pair(algorithm);
        X509Bundle another = pair(algorithm);

        assertThatCode(() -> BusCertificate.check(tls(one.getPrivateKeyPEM(), one.getCertificatePEM())))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> BusCertificate.check(tls(one.getPrivateKeyPEM(), another.getCertificatePEM())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("node.key is not the key of the certificate in ")
                .hasMessageEndingWith("node.crt");
    }

    @Test
    void aKeyOfAnotherKindAndWhatIsNoKeyAreRefusedByName() throws Exception {
        String certificate = pair(Algorithm.ecp256).getCertificatePEM();
        String rsa = pair(Algorithm.rsa2048).getPrivateKeyPEM();

        for (String key : new String[] {rsa, "", "no key"}) {
            assertThatThrownBy(() -> BusCertificate.check(tls(key, certificate)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("node.key")
                    .hasMessageContaining("node.crt");
        }
    }
}
