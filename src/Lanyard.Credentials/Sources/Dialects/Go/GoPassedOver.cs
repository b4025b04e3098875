using Lanyard.Credentials.SharedConfig;

namespace Lanyard.Credentials.Sources.Dialects.Go;

/// <summary>Says why the AWS SDK for Go v2 doesn't take the sources that it leaves out.</summary>
internal sealed class GoPassedOver(DialectMachine machine, DialectPlanBuilder builder)
{
    private static readonly (string Source, string[] Settings)[] Order =
    [
        ("assumeRole", ["source_profile"]),
        ("static", ["aws_access_key_id"]),
        ("assumeRole", ["credential_source"]),
        ("webIdentity", ["web_identity_token_file"]),
        ("sso", ["sso_session", "sso_region", "sso_account_id", "sso_start_url", "sso_role_name"]),
        ("loginSession", ["login_session"]),
        ("process", ["credential_process"]),
    ];

    /// <summary>Goes down the order of the sources of a profile.</summary>
    public void Explain(GoSharedConfig config, string name, GoProfile? profile)
    {
        if (profile is null)
        {
            builder.Pass("profile", $"`{name}` is in neither {Name(config.ConfigPath, "config")} nor {Name(config.CredentialsPath, "credentials")}");
        }

        MergedProperty? winner = null;
        foreach (var (source, settings) in profile is null ? [] : Order)
        {
            var setting = settings.Select(profile!.Written).FirstOrDefault(p => p is not null);
            if (setting is null || (source == "static" && profile.Written("aws_secret_access_key") is null))
            {
                if (winner is null)
                {
                    builder.Pass(source, $"`{name}` ({profile.At}) has no {string.Join(" and no ", source == "static" ? [.. settings, "aws_secret_access_key"] : settings)}");
                }
            }
            else if (winner is null)
            {
                winner = setting;
            }
            else
            {
                builder.Pass(source, $"`{name}` has {At(setting)}, but its {At(winner)} comes before it");
            }
        }

        Elsewhere(winner);
    }

    private void Elsewhere(MergedProperty? winner)
    {
        var variable = machine.Variable(ContainerEndpoint.RelativeUri) is not null ? ContainerEndpoint.RelativeUri
            : machine.Variable(ContainerEndpoint.FullUri) is not null ? ContainerEndpoint.FullUri
            : null;
        if (winner is not null)
        {
            // A role that is assumed with the container's credentials needs them.
            if (variable is not null && !(winner.Name == "credential_source" && winner.Value == "EcsContainer"))
            {
                builder.Pass("container", $"{variable} is set, but {At(winner)} comes before it");
            }
        }
        else if (variable is null)
        {
            builder.Pass("container", $"neither {ContainerEndpoint.RelativeUri} nor {ContainerEndpoint.FullUri} is set");
        }
        else
        {
            builder.Pass("instanceMetadata", $"{variable} is set, and the container endpoint comes before the metadata service");
        }
    }

    private static string At(MergedProperty property) => $"{property.Name} ({property.File}:{property.Line})";

    private static string Name(string path, string file) => path.Length > 0 ? path : $"the {file} file, for which no home folder is known,";
}
