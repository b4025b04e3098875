using Lanyard.Projects;

namespace Lanyard.Tests.Projects;

internal static class Samples
{
    public const string Path = "/repo/lanyard.yaml";

    public const string LocalPath = "/repo/lanyard.local.yaml";

    /// <summary>Every key the committed file may have.</summary>
    public const string Rich = """
        version: 1
        project: orders                  # goes into role session names
        sessions:
          my-org: { startUrl: https://my-org.awsapps.com/start, region: eu-west-1 }
          lab: { startUrl: "http://127.0.0.1:8080/start", region: us-gov-west-1 }
        stages:
          dev:
            match: [dev, "dev-*", "$USER"]      # personal stages
            account: "111111111111"
            region: eu-west-1
            access: { session: my-org, permissionSet: Developer }
          staging:
            account: 012345678901
            region: eu-central-1
            access: { session: lab, permissionSet: Power_User }
            endpoints: { sts: "https://sts.example.com", sso_oidc: "http://127.0.0.1:8080" }
          prod:
            account: "333333333333"
            region: eu-west-1
            access: { role: "arn:aws:iam::333333333333:role/team/deploy", from: dev }
            protected: true
            maxSession: 1h
            branches: [main, "release/*"]
            ci: { role: "arn:aws:iam::333333333333:role/ci-deploy", oidc: github }
            endpoint: "https://aws.example.com"
        """;

    /// <summary>Both ways to name a profile.</summary>
    public const string RichLocal = """
        version: 1
        stages:
          dev: { profile: my-dev }
          prod: { access: { profile: "my prod" } }
        """;

    /// <summary>The smallest valid file, with the stage's keys to be given, indented by four spaces.</summary>
    public static string WithStage(string keys) => $"""
        version: 1
        sessions:
          org: {"{"} startUrl: https://org.awsapps.com/start, region: eu-west-1 {"}"}
        stages:
          base: {"{"} account: "111111111111", region: eu-west-1, access: {"{"} session: org, permissionSet: Dev {"}"} {"}"}
          s:
        {keys}
        """;

    public static ProjectFileException Refused(string text, string? localText = null) =>
        Assert.Throws<ProjectFileException>(() => ProjectFile.Parse(text, Path, localText));
}
