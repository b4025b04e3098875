using System.Net;

namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>The container endpoint as the AWS SDK for Go v2 finds it.</summary>
internal static class GoContainer
{
    private static readonly string[] Hosts = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"];

    /// <summary>Plans to ask it; an empty variable counts as unset.</summary>
    /// <returns>The step; null where neither variable is set.</returns>
    /// <exception cref="GoException">The SDK refuses the address.</exception>
    public static GoStep? Find(DialectMachine machine)
    {
        if (machine.Variable(ContainerEndpoint.RelativeUri) is { } path)
        {
            // The SDK puts the two texts together, which can name another host; nobody means that.
            return Uri.TryCreate("http://169.254.170.2" + path, UriKind.Absolute, out var url) && url.Host == "169.254.170.2" && url.UserInfo.Length == 0
                ? Step(machine, url, ContainerEndpoint.RelativeUri)
                : throw new GoException("invalid URL, http://169.254.170.2" + path, Origin.OfVariable(ContainerEndpoint.RelativeUri));
        }

        return machine.Variable(ContainerEndpoint.FullUri) is { } full ? Step(machine, Checked(full), ContainerEndpoint.FullUri) : null;
    }

    private static Uri Checked(string full)
    {
        var at = Origin.OfVariable(ContainerEndpoint.FullUri);
        if (!Uri.TryCreate(full, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new GoException("unable to parse host from local HTTP cred provider URL", at);
        }

        // A name is looked up by the SDK, and has to lead to one of the addresses; that is so for localhost alone.
        var host = url.Host.Trim('[', ']');
        bool allowed = url.Scheme != "http" || host == "localhost" || Hosts.Contains(host)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        return allowed ? url : throw new GoException($"invalid endpoint host, {GoText.Quote(host)}, only loopback/ecs/eks hosts are allowed", at);
    }

    private static GoStep Step(DialectMachine machine, Uri url, string variable)
    {
        var tokenFile = machine.Variable(ContainerEndpoint.TokenFile);
        var tokenVariable = tokenFile is not null ? ContainerEndpoint.TokenFile
            : machine.Variable(ContainerEndpoint.Token) is not null ? ContainerEndpoint.Token
            : null;
        var source = new Source.Container(url, tokenVariable) { Origin = Origin.OfVariable(variable) };
        return TokenProblem(machine, tokenFile) is { } problem
            ? new GoStep(source, new DialectError($"failed to load credentials, resolve auth token: {problem}", Origin.OfVariable(tokenVariable!))) { IsCached = true }
            : new GoStep(source) { IsCached = true };
    }

    private static string? TokenProblem(DialectMachine machine, string? tokenFile)
    {
        const string LineBreak = "authorization token contains invalid newline sequence";
        if (tokenFile is null)
        {
            return machine.Variable(ContainerEndpoint.Token)?.AsSpan().ContainsAny('\r', '\n') == true ? LineBreak : null;
        }

        var file = machine.Open(tokenFile);
        return file.State switch
        {
            MachineFileState.Read => file.Text.Bytes.ContainsAny((byte)'\r', (byte)'\n') ? LineBreak : null,
            MachineFileState.Missing => $"failed to read authorization token from {tokenFile}: open {tokenFile}: no such file or directory",
            MachineFileState.Folder => $"failed to read authorization token from {tokenFile}: read {tokenFile}: is a directory",
            _ => $"failed to read authorization token from {tokenFile}: open {tokenFile}: permission denied",
        };
    }
}
