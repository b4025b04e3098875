using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Credentials.Sources;
using Lanyard.Credentials.Sources.Dialects;

namespace Lanyard.Cli.Commands;

/// <summary>Writes explanations as JSON: an object, or an array of them.</summary>
internal static class ExplainJson
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<Explanation> explanations, bool asArray)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.Indented))
        {
            if (asArray)
            {
                json.WriteStartArray();
            }

            foreach (var explanation in explanations)
            {
                Write(json, explanation);
            }

            if (asArray)
            {
                json.WriteEndArray();
            }
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartObject();
        json.WriteString("dialect", explanation.Dialect.Name);
        json.WriteString("sdk", explanation.Dialect.Sdk);
        json.WriteString("outcome", OutcomeName(explanation.Outcome));
        json.WriteString("accessKeyId", explanation.AccessKeyId);
        json.WriteString("accountId", explanation.AccountId);
        json.WriteString("profile", explanation.Profile);
        json.WriteString("region", explanation.Region);
        json.WritePropertyName("winner");
        WriteOrNull(json, explanation.Winner, withFacts: false);
        JsonOutput.List(json, "chain", explanation.Winner?.Hops() ?? [], hop => WriteOrNull(json, hop, withFacts: true));
        JsonOutput.List(json, "then", explanation.Then, next => WriteOrNull(json, next, withFacts: false));
        JsonOutput.Objects(json, "passedOver", explanation.PassedOver, lost =>
        {
            json.WriteString("source", lost.Source);
            json.WriteString("reason", lost.Reason);
        });
        json.WriteString("error", explanation.Error?.Message);
        json.WriteEndObject();
    }

    private static void WriteOrNull(Utf8JsonWriter json, Source? source, bool withFacts)
    {
        if (source is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("source", source.Kind);
        json.WriteString("profile", source.Origin?.Profile);
        json.WriteString("file", source.Origin?.File);
        if (source.Origin?.Line is { } line)
        {
            json.WriteNumber("line", line);
        }
        else
        {
            json.WriteNull("line");
        }

        if (source.Origin?.Variable is { } variable)
        {
            json.WriteString("variable", variable);
        }

        if (withFacts)
        {
            WriteFacts(json, source);
        }

        json.WriteEndObject();
    }

    // Of a command line the program alone: what follows may hold a secret.
    private static void WriteFacts(Utf8JsonWriter json, Source source)
    {
        switch (source)
        {
            case Source.Environment keys:
                json.WriteString("accessKeyId", keys.AccessKeyId);
                break;
            case Source.StaticKeys keys:
                json.WriteString("accessKeyId", keys.AccessKeyId);
                break;
            case Source.VaultKeys keys:
                json.WriteString("entry", keys.Entry);
                json.WriteString("accessKeyId", keys.AccessKeyId);
                break;
            case Source.AssumeRole role:
                json.WriteString("roleArn", role.RoleArn);
                break;
            case Source.MfaSession session:
                json.WriteString("serialNumber", session.SerialNumber);
                break;
            case Source.WebIdentity web:
                json.WriteString("roleArn", web.RoleArn);
                break;
            case Source.SsoRole sso:
                json.WriteString("startUrl", sso.SignIn.StartUrl);
                json.WriteString("accountId", sso.AccountId);
                json.WriteString("roleName", sso.RoleName);
                break;
            case Source.Process process:
                json.WriteString("program", SourceFacts.ProgramOf(process.CommandLine));
                break;
            case Source.LoginSession login:
                json.WriteString("loginSession", login.Session);
                break;
            case Source.Container or Source.InstanceMetadata:
                json.WriteString("endpoint", SourceFacts.AddressOf(source is Source.Container container ? container.Url : ((Source.InstanceMetadata)source).Endpoint));
                break;
        }
    }

    private static string OutcomeName(ExplainedOutcome outcome) => outcome switch
    {
        ExplainedOutcome.Credentials => "credentials",
        ExplainedOutcome.WouldRun => "wouldRun",
        ExplainedOutcome.None => "none",
        _ => "error",
    };
}
