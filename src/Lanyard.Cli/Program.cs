using Lanyard.Cli;
using Lanyard.Cli.Commands;
using Lanyard.Cli.Edge;

Hardening.Apply();

// An AWS SDK waits for this one answer before its every command, so it comes before anything else is set up. No `await` here:
// it would make the whole program a task.
return CredentialProcessInput.FromPlainArguments(args) is { } input
    && CredentialProcessCommand.TryAtHand(input, StandardSurroundings.Plain(new ProcessVariables(), withFolder: input.Options.Stage is not null)) is { } exitCode
        ? exitCode
        : RunWhole(args);

static int RunWhole(string[] args)
{
    ChildProcess.KeepEnds();
    Collections.PutOff();
    return Application.RunAsync(args, StandardSurroundings.Full(SystemEnvironment.Read())).GetAwaiter().GetResult();
}
