using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Templates.Sam;

/// <summary>Expands <c>AWS::Serverless::Function</c>.</summary>
internal static class SamFunction
{
    private const string Basic = "service-role/AWSLambdaBasicExecutionRole";
    private const string Vpc = "service-role/AWSLambdaVPCAccessExecutionRole";
    private const string XRay = "AWSXrayWriteOnlyAccess";

    // What SAM takes beside Lambda's own properties, or says otherwise.
    private static readonly string[] Own =
    [
        "CodeUri", "InlineCode", "ImageUri", "Policies", "AssumeRolePolicyDocument", "PermissionsBoundary", "Events", "AutoPublishAlias", "AutoPublishAliasAllProperties", "AutoPublishCodeSha256", "PublishToLatestPublished",
        "DeploymentPreference", "ProvisionedConcurrencyConfig", "FunctionUrlConfig", "EventInvokeConfig", "Tracing", "DeadLetterQueue", "Tags", "RolePath", "VersionDescription", "PropagateTags", "VersionDeletionPolicy", "Role", "Metadata",
    ];

    public static void Expand(SamResources made, string id, JsonNode properties)
    {
        List<string> managed = [properties.Find("VpcConfig") is null ? Basic : Vpc];
        if (properties.Find("Tracing") is { Text: "Active" })
        {
            managed.Add(XRay);
        }

        var sources = properties.Find("Events")?.Members.Select(m => m.Value).ToArray() ?? [];
        managed.AddRange(sources.Select(SamEvents.PolicyOf).OfType<string>().Distinct(StringComparer.Ordinal));
        // "Tags", AWS::Serverless::Function: the function and the role that is made for it get a tag of SAM's.
        var tagged = properties.With(("Tags", Nodes.CreatedBySam(properties.Find("Tags"), "lambda:createdBy")));
        var role = SamRole.Add(made, id, sources.Any(SamEvents.HasOwnPolicy) ? SamRole.WithUnknown(tagged) : tagged, managed);
        var tracing = properties.Find("Tracing");
        var queue = properties.Find("DeadLetterQueue")?.Find("TargetArn");
        made.Add(id, "AWS::Lambda::Function", properties.Without(Own).With(
            ("Role", role), ("Code", Code(made, properties)), ("Tags", Nodes.TagList(tagged.Find("Tags"))),
            ("TracingConfig", tracing is null ? null : Nodes.Object(("Mode", tracing))), ("DeadLetterConfig", queue is null ? null : Nodes.Object(("TargetArn", queue)))));
        Aliases(made, id, properties);
        if (properties.Find("FunctionUrlConfig") is { } url)
        {
            made.Add(id + "Url", "AWS::Lambda::Url", url.With(("TargetFunctionArn", Nodes.Ref(id))));
            if (url.Find("AuthType") is { Text: "NONE" })
            {
                made.AddPermission(id + "UrlPublicPermissions", id);
            }
        }

        if (properties.Find("EventInvokeConfig") is { } invoke)
        {
            made.Add(id + "EventInvokeConfig", "AWS::Lambda::EventInvokeConfig", invoke.With(("FunctionName", Nodes.Ref(id)), ("DestinationConfig", SamQueues.Destinations(made, id, invoke.Find("DestinationConfig")))));
        }

        foreach (var source in properties.Find("Events")?.Members ?? [])
        {
            SamEvents.Expand(made, id, id + source.Name.Value, source.Value);
        }
    }

    // A path of this machine is uploaded when it is packaged; then it is a place in S3. An image that isn't built yet has no address, or that of this machine's Docker.
    private static JsonNode Code(SamResources made, JsonNode properties) => properties.Find("ImageUri") is { } image ? Nodes.Object(("ImageUri", IsLocal(image) ? Unbuilt() : image))
        : properties.Find("PackageType") is { Text: "Image" } ? Nodes.Object(("ImageUri", Unbuilt()))
        : properties.Find("InlineCode") is { } text ? Nodes.Object(("ZipFile", text))
        : Place(made, properties.Find("CodeUri"));

    private static JsonNode Unbuilt() => Nodes.Object(("Fn::Sub", Nodes.Text($"${{AWS::AccountId}}.dkr.ecr.${{AWS::Region}}.${{AWS::URLSuffix}}/{Placeholder.Mark}")));

    private static bool IsLocal(JsonNode image) => image.Kind == JsonNodeKind.Text && !image.Text.Contains('/', StringComparison.Ordinal);

    /// <summary>Gives the place in S3 of code: the one that is named, or one that isn't known yet.</summary>
    /// <param name="made">The resources, with the bucket that paths of this machine are uploaded to.</param>
    /// <param name="uri">What names the code.</param>
    public static JsonNode Place(SamResources made, JsonNode? uri) => uri is { Kind: JsonNodeKind.Object } && !IntrinsicFunctions.IsFunction(uri.Members.FirstOrDefault()?.Name.Value ?? "")
        ? Nodes.Object(("S3Bucket", uri.Find("Bucket")), ("S3Key", uri.Find("Key")), ("S3ObjectVersion", uri.Find("Version")))
        : uri is { Kind: JsonNodeKind.Text } && uri.Text.StartsWith("s3://", StringComparison.Ordinal) && uri.Text[5..].Split('/', 2) is [var bucket, var key]
            ? Nodes.Object(("S3Bucket", Nodes.Text(bucket)), ("S3Key", Nodes.Text(key)))
            : Nodes.Object(("S3Bucket", Nodes.Text(made.Bucket)), ("S3Key", Nodes.Text(Placeholder.Mark.ToString())));

    private static void Aliases(SamResources made, string id, JsonNode properties)
    {
        if (properties.Find("AutoPublishAlias") is not { } alias)
        {
            return;
        }

        made.Add(id + "Version", "AWS::Lambda::Version", Nodes.Object(("FunctionName", Nodes.Ref(id))));
        made.Add(id + "Alias" + (alias.Kind == JsonNodeKind.Text ? alias.Text : ""), "AWS::Lambda::Alias",
            Nodes.Object(("FunctionName", Nodes.Ref(id)), ("Name", alias), ("ProvisionedConcurrencyConfig", properties.Find("ProvisionedConcurrencyConfig"))));
        if (properties.Find("DeploymentPreference") is { } preference && preference.Find("Enabled") is not { Text: "false" })
        {
            made.Add("ServerlessDeploymentApplication", "AWS::CodeDeploy::Application", Nodes.Object());
            var role = preference.Find("Role");
            if (role is null)
            {
                made.Add("CodeDeployServiceRole", "AWS::IAM::Role", Nodes.Object(("ManagedPolicyArns", Nodes.List(Nodes.PolicyOfAws("service-role/AWSCodeDeployRoleForLambda")))));
                role = Nodes.Attribute("CodeDeployServiceRole", "Arn");
            }

            made.Add(id + "DeploymentGroup", "AWS::CodeDeploy::DeploymentGroup", Nodes.Object(("ApplicationName", Nodes.Ref("ServerlessDeploymentApplication")), ("ServiceRoleArn", role)));
        }
    }
}
