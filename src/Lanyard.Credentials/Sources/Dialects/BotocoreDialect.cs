using Lanyard.Credentials.Sources.Dialects.Botocore;

namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>
/// The rules of botocore, which boto3 stands on, and of the AWS CLI version 2, whose own botocore differs from it in little. The first
/// source that is configured answers, and any error ends the search; only the metadata service passes on in silence.
/// </summary>
internal static class BotocoreDialect
{
    /// <summary>Plans as botocore.</summary>
    public static DialectPlan Plan(DialectMachine machine) => new BotocorePlanner(machine, BotocoreFlavour.Python).Plan();

    /// <summary>Plans as the AWS CLI version 2.</summary>
    public static DialectPlan PlanCommandLine(DialectMachine machine) => new BotocorePlanner(machine, BotocoreFlavour.CommandLine).Plan();
}
