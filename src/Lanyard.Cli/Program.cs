using Lanyard.Cli;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Edge;

Hardening.Apply();
var environment = SystemEnvironment.Read();

// An AWS SDK waits for this one answer before its every command, so it comes before anything else is set up.
return CredentialProcessInput.FromPlainArguments(args) is { } input
    && CredentialProcessCommand.TryAtHand(input, StandardSurroundings.Plain(environment)) is { } exitCode
        ? exitCode
        : await Application.RunAsync(args, StandardSurroundings.Full(environment)).ConfigureAwait(false);
