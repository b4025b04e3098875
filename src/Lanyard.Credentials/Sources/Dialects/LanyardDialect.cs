using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>Lanyard's own rules, in the form of the others; see <see cref="LanyardPlanner"/>.</summary>
internal static class LanyardDialect
{
    public static DialectPlan Plan(DialectMachine machine)
    {
        var passedOver = new List<PassedOver>();
        try
        {
            var files = Load(machine);
            var state = new MachineState(machine.Environment, files, machine.ExplicitProfile)
            {
                ReadFile = path => machine.Open(path) is { State: MachineFileState.Read } file ? file.Text.Bytes.ToArray() : null,
            };
            var plan = LanyardPlanner.Plan(state, passedOver);
            return new DialectPlan(LanyardPlanner.SelectProfile(state).Name, plan.Candidates, plan.PassedOver, null) { Region = plan.Region };
        }
        catch (CredentialsException e)
        {
            return new DialectPlan(e.Profile, [], passedOver, new DialectError(e.Message) { Fix = e.Fix });
        }
        catch (SharedConfigException e)
        {
            return new DialectPlan(null, [], [], new DialectError(e.Message, e.Path is null ? null : new Origin(null, e.Path, (e as SharedConfigSyntaxException)?.Line)));
        }
    }

    private static SharedConfigSnapshot Load(DialectMachine machine)
    {
        var locations = SharedConfigLocations.From(machine.Environment, machine.IsWindows);
        return new SharedConfigSnapshot(
            Read(locations.ConfigFile, SharedConfigFileKind.Config), Read(locations.CredentialsFile, SharedConfigFileKind.Credentials));

        SharedConfigFile Read(string path, SharedConfigFileKind kind) => SharedConfigReader.Read(
            path.Length == 0 ? SharedConfigText.Empty : machine.Open(path) switch
            {
                { State: MachineFileState.Read } file => file.Text,
                { State: MachineFileState.Missing } => SharedConfigText.Empty,
                { State: MachineFileState.Folder } => throw new SharedConfigException($"{path} is a folder, not a file", path),
                _ => throw new SharedConfigException($"{path} can't be read", path),
            },
            path, kind);
    }
}
