using System.CommandLine;
using Lanyard.Cli.Commands.Configure;
using Lanyard.Cli.Commands.Doctor;

namespace Lanyard.Cli;

/// <content>The command <c>doctor</c>.</content>
internal sealed partial class CommandTree
{
    private Command Doctor()
    {
        var fix = new Option<bool>("--fix") { Description = "mend what is safe to mend: permissions, and files that killed commands left; asks first" };
        var offline = new Option<bool>("--offline") { Description = "call nobody: no endpoint is asked, and no key's age" };
        return Make("doctor", "check files, permissions, sign-ins, keys, clock and endpoints; each finding with what mends it",
            ["lanyard doctor", "lanyard doctor --offline --json", "lanyard doctor --fix --yes"],
            (result, stop) =>
            {
                var options = OptionsOf(result);
                return options.Stage is not null
                    ? throw new UsageException("doctor takes no --stage: it looks at the machine, and at every profile", "lanyard doctor --profile NAME")
                    : DoctorCommand.RunAsync(
                        new DoctorInput(options, result.GetValue(fix), result.GetValue(_yes), result.GetValue(offline)),
                        surroundings, Questions.On(surroundings, options.NoInput), stop);
            },
            fix, offline, _yes);
    }
}
