namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>The sources that the AWS SDK for .NET finds in the environment alone.</summary>
/// <param name="surroundings">The process around them.</param>
internal sealed class DotNetEnvironment(DotNetSurroundings surroundings)
{
    private const string TokenFile = "AWS_WEB_IDENTITY_TOKEN_FILE";

    private static readonly string[] SecretVariables = ["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"];
    private static readonly string[] AddressVariables = [ContainerEndpoint.RelativeUri, ContainerEndpoint.FullUri];
    private static readonly string[] TokenVariables = [ContainerEndpoint.TokenFile, ContainerEndpoint.Token];

    private DialectMachine Machine => surroundings.Machine;

    /// <summary>Gives the access key.</summary>
    /// <exception cref="DotNetError">There is none, or half of one.</exception>
    public Source Keys()
    {
        var secret = SecretVariables.FirstOrDefault(v => Machine.Variable(v) is not null);
        if (Machine.Variable("AWS_ACCESS_KEY_ID") is not { } id || secret is null)
        {
            throw new DotNetError(
                "The environment variables AWS_ACCESS_KEY_ID/AWS_SECRET_ACCESS_KEY/AWS_SESSION_TOKEN were not set with AWS credentials.",
                Machine.Variable("AWS_ACCESS_KEY_ID") is null ? "AWS_ACCESS_KEY_ID is not set" : "AWS_ACCESS_KEY_ID is set, but neither AWS_SECRET_ACCESS_KEY nor AWS_SECRET_KEY");
        }

        return new Source.Environment(id)
        {
            SecretVariable = secret,
            TokenVariables = ["AWS_SESSION_TOKEN"],
            AcceptsExpired = true,
            Origin = Origin.OfVariable("AWS_ACCESS_KEY_ID"),
        };
    }

    /// <summary>Gives the web identity.</summary>
    /// <exception cref="DotNetError">It is not set, or can't be one.</exception>
    public DotNetSource WebIdentity() => WebIdentity(
        Machine.SetVariable(TokenFile), Machine.SetVariable("AWS_ROLE_ARN"), Machine.SetVariable("AWS_ROLE_SESSION_NAME"),
        (Origin.OfVariable(TokenFile), Origin.OfVariable("AWS_ROLE_ARN"), Origin.OfVariable("AWS_ROLE_SESSION_NAME")));

    /// <summary>Makes a web identity of its settings, wherever they stand.</summary>
    /// <exception cref="DotNetError">One is missing, or can't be what it is.</exception>
    public DotNetSource WebIdentity(string? tokenFile, string? roleArn, string? sessionName, (Origin TokenFile, Origin Role, Origin SessionName) at)
    {
        if (string.IsNullOrEmpty(tokenFile) || !IsAbsolute(tokenFile))
        {
            throw new DotNetError(
                "The webIdentityTokenFile must be an absolute path. (Parameter 'webIdentityTokenFile')",
                $"{at.TokenFile} {(string.IsNullOrEmpty(tokenFile) ? "is not set" : "is not an absolute path")}", at.TokenFile);
        }

        if (string.IsNullOrEmpty(roleArn))
        {
            throw new DotNetError("The role ARN must be specified. (Parameter 'roleArn')", $"{at.Role} is not set", at.Role);
        }

        if (!string.IsNullOrEmpty(sessionName) && !IsSessionName(sessionName))
        {
            throw new DotNetError(
                $"The value must match the regex pattern @\"^[\\w+=,.@-]{{2,64}}$\". (Parameter 'roleSessionName')\nActual value was {sessionName}.",
                $"{at.SessionName} can't be a session's name", at.SessionName);
        }

        var source = new Source.WebIdentity(roleArn, tokenFile, string.IsNullOrEmpty(sessionName) ? null : sessionName) { Origin = at.TokenFile };
        return Machine.Open(tokenFile).State == MachineFileState.Read
            ? new DotNetSource(source, ServiceProblem(at.Role))
            : new DotNetSource(source, new DialectError("A token could not be loaded from the WebIdentityTokenFile.", at.TokenFile));
    }

    /// <summary>Gives the container's endpoint.</summary>
    /// <returns>The source; null where neither variable is set.</returns>
    /// <exception cref="DotNetError">The address is none, or may not be asked.</exception>
    public DotNetSource? Container()
    {
        var variable = AddressVariables.FirstOrDefault(v => Machine.Variable(v) is not null);
        if (variable is null)
        {
            return null;
        }

        var url = ContainerAddress(variable);
        if (url.Scheme != "https" && url.Host is not ("169.254.170.2" or "169.254.170.23" or "[fd00:ec2::23]") && !url.IsLoopback)
        {
            throw new DotNetError(
                $"Cannot fetch credentials from container - the full URI contains an invalid host: {url}",
                $"{variable} names the host {url.Host}, which may not be asked over plain http", Origin.OfVariable(variable));
        }

        var token = TokenVariables.FirstOrDefault(v => Machine.Variable(v) is not null);
        return new DotNetSource(new Source.Container(url, token) { Origin = Origin.OfVariable(variable) }, TokenProblem(token));
    }

    /// <summary>Gives why no client of STS can be made, or null where one can.</summary>
    public DialectError? ServiceProblem(Origin at)
    {
        try
        {
            _ = surroundings.Region();
        }
        catch (DotNetError e) when (!e.IsCrash)
        {
            return new DialectError(e.Message, e.At);
        }

        return surroundings.WhyBroken is null ? null : new DialectError(
            "Assembly AWSSDK.SecurityToken could not be found or loaded. This assembly must be available at runtime to use Amazon.Runtime.AssumeRoleAWSCredentials.", at);
    }

    private Uri ContainerAddress(string variable)
    {
        var value = Machine.Variable(variable)!;
        try
        {
            return variable == ContainerEndpoint.RelativeUri ? new UriBuilder("169.254.170.2") { Path = value }.Uri : new Uri(value);
        }
        catch (UriFormatException e)
        {
            throw new DotNetError(e.Message, $"{variable} is no address", Origin.OfVariable(variable));
        }
    }

    private DialectError? TokenProblem(string? variable)
    {
        if (variable is null)
        {
            return null;
        }

        var value = Machine.Variable(variable)!;
        var token = variable == ContainerEndpoint.TokenFile ? surroundings.ReadText(value) : value;
        var problem = token is null ? $"Could not find file '{value}'."
            : token.Contains("\r\n", StringComparison.Ordinal) ? "Authorization token must not contain the newline sequence."
            : null;
        return problem is null ? null : new DialectError($"Unable to retrieve credentials. Message = \"{problem}\"", Origin.OfVariable(variable));
    }

    private bool IsAbsolute(string path) => !Machine.IsWindows ? path[0] == '/'
        : path.Length >= 2 && (path[0] is '\\' or '/' ? path[1] is '?' or '\\' or '/' : path.Length >= 3 && path[1] == ':' && path[2] is '\\' or '/' && char.IsAsciiLetter(path[0]));

    // As the SDK's pattern ^[\w+=,.@-]{2,64}$ reads it, where a line's end may follow.
    private static bool IsSessionName(string name)
    {
        var body = name.EndsWith('\n') ? name[..^1] : name;
        return body.Length is >= 2 and <= 64 && body.All(c => "+=,.@-".Contains(c, StringComparison.Ordinal) || IsWordCharacter(c));
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c is '\u200c' or '\u200d' || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.ConnectorPunctuation
        or System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}

/// <summary>A source that the SDK can make.</summary>
/// <param name="Source">The source.</param>
/// <param name="Problem">Why it can give no credentials, where that is known without asking; null where it isn't.</param>
internal sealed record DotNetSource(Source Source, DialectError? Problem = null);
