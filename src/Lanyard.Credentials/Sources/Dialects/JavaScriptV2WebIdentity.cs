namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// What <c>TokenFileWebIdentityCredentials</c> of the AWS SDK for JavaScript v2 finds: the two variables, else the first profile with a
/// token file down the source profiles, and a role for each profile on the way.
/// </summary>
internal sealed class JavaScriptV2WebIdentity(DialectMachine machine, JavaScriptV2Files files)
{
    private const string File = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private const string SessionName = "token-file-web-identity";

    /// <summary>Gives the role.</summary>
    /// <param name="name">The selected profile.</param>
    public JavaScriptAnswer Resolve(string name)
    {
        if (machine.Variable(File) is { } tokenFile && machine.Variable("AWS_ROLE_ARN") is { } roleArn)
        {
            return WithToken(roleArn, tokenFile, machine.Variable("AWS_ROLE_SESSION_NAME"), Origin.OfVariable(File));
        }

        var missing = $"{(machine.Variable(File) is null ? File : "AWS_ROLE_ARN")} is not set, and ";
        if (files.Profiles.Find(name) is not { } profile)
        {
            return JavaScriptAnswer.Pass(missing + files.NoProfile(name));
        }

        var hops = new List<JavaScriptProfile>();
        while (!profile.Has("web_identity_token_file") && profile.Get("source_profile") is { } sourceName)
        {
            if (hops.Contains(profile))
            {
                return JavaScriptAnswer.Fail(
                    $"RangeError: Invalid array length (the source profiles go in a circle: {string.Join(" -> ", hops.Select(p => p.Name))} -> {profile.Name})", profile.Origin("source_profile"));
            }

            hops.Add(profile);
            if (files.Profiles.Find(sourceName) is not { } source)
            {
                return JavaScriptAnswer.Pass($"{missing}the source_profile of {profile} ({profile.Origin("source_profile")}) leads nowhere: {files.NoProfile(sourceName)}");
            }

            profile = source;
        }

        if (!profile.TryGet("web_identity_token_file", out var file))
        {
            return JavaScriptAnswer.Pass($"{missing}{profile} has no web_identity_token_file");
        }

        if (hops.Append(profile).FirstOrDefault(p => !p.Has("role_arn")) is { } without)
        {
            return JavaScriptAnswer.Pass($"{missing}{without} has no role_arn");
        }

        var answer = WithToken(profile.Get("role_arn")!, file.Value, profile.Get("role_session_name"), profile.Origin("web_identity_token_file"));
        for (var i = hops.Count - 1; i >= 0; i--)
        {
            var hop = hops[i];
            answer = answer.Over(source => new Source.AssumeRole(hop.Get("role_arn")!, source)
            {
                RoleSessionName = hop.Get("role_session_name") ?? SessionName,
                Origin = hop.Origin("role_arn"),
            });
        }

        return answer;
    }

    private JavaScriptAnswer WithToken(string roleArn, string tokenFile, string? sessionName, Origin at) =>
        JavaScript.WhyUnreadable(machine.Open(tokenFile).State, tokenFile) is { } problem
            ? JavaScriptAnswer.Pass($"the token file of {at} can't be read: {problem}")
            : JavaScriptAnswer.Use(new Source.WebIdentity(roleArn, tokenFile, sessionName ?? SessionName) { Origin = at });
}
