using System.Text.Json;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Ecr;

/// <summary>Amazon Elastic Container Registry: the repositories of stacks, without images. See the Amazon ECR API Reference.</summary>
internal static class EcrModel
{
    private const string RepositoryType = "AWS::ECR::Repository";

    public static JsonServiceModel Model { get; } = new(
        "ecr", "ecr", "AmazonEC2ContainerRegistry_V20150921", "ecr", JsonServiceModel.Index([new JsonOperation("DescribeRepositories", List), new JsonOperation("DeleteRepository", Delete)]));

    private static void List(JsonCall call, Utf8JsonWriter json)
    {
        RequireOwnRegistry(call);
        var names = call.Input.Texts("repositoryNames", 100);
        foreach (var name in names.DefaultIfEmpty("*"))
        {
            call.Authorize(Arn(call, name));
        }

        var found = names.IsEmpty ? Made(call) : names.Select(name => Find(call, name));
        var (size, after) = (call.Input.Number("maxResults", 1, 1000) ?? 100, call.Input.OptionalText("nextToken", 1, 1024));
        var rest = found.Select(f => f.Resource).OrderBy(r => r.PhysicalId, StringComparer.Ordinal).SkipWhile(r => after is not null && string.CompareOrdinal(r.PhysicalId, after) <= 0).ToList();
        json.WriteStartArray("repositories");
        foreach (var repository in rest.Take(size))
        {
            json.WriteStartObject();
            Write(call, json, repository);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (rest.Count > size)
        {
            json.WriteString("nextToken", rest[size - 1].PhysicalId);
        }
    }

    private static void Delete(JsonCall call, Utf8JsonWriter json)
    {
        RequireOwnRegistry(call);
        var name = call.Input.Text("repositoryName", 2, 256);
        _ = call.Input.Flag("force");
        call.Authorize(Arn(call, name));
        var (stack, repository) = Find(call, name);
        call.State.Stacks.Lose(stack, repository);
        json.WriteStartObject("repository");
        Write(call, json, repository);
        json.WriteEndObject();
    }

    private static void Write(JsonCall call, Utf8JsonWriter json, StackResource repository)
    {
        json.WriteString("repositoryArn", Arn(call, repository.PhysicalId));
        json.WriteString("registryId", call.Caller.AccountId);
        json.WriteString("repositoryName", repository.PhysicalId);
        json.WriteString("repositoryUri", repository.Attributes.GetValueOrDefault("RepositoryUri"));
        json.WriteNumber("createdAt", repository.Updated.ToUnixTimeSeconds());
        json.WriteString("imageTagMutability", repository.Properties.Find("ImageTagMutability")?.Text ?? "MUTABLE");
        json.WriteStartObject("imageScanningConfiguration");
        json.WriteBoolean("scanOnPush", repository.Properties.Find("ImageScanningConfiguration")?.Find("ScanOnPush")?.Text == "true");
        json.WriteEndObject();
        json.WriteStartObject("encryptionConfiguration");
        json.WriteString("encryptionType", repository.Properties.Find("EncryptionConfiguration")?.Find("EncryptionType")?.Text ?? "AES256");
        json.WriteEndObject();
    }

    private static void RequireOwnRegistry(JsonCall call)
    {
        if (call.Input.OptionalText("registryId", 12, 12) is { } id && id != call.Caller.AccountId)
        {
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't speak of other accounts' registries yet");
        }
    }

    private static IEnumerable<(Stack Stack, StackResource Resource)> Made(JsonCall call) => call.State.Stacks.Made(call.Caller.AccountId, call.Region, RepositoryType);

    private static (Stack Stack, StackResource Resource) Find(JsonCall call, string name)
    {
        var found = Made(call).FirstOrDefault(r => r.Resource.PhysicalId == name);
        return found.Stack is null
            ? throw new ServiceFault("RepositoryNotFoundException", 400, $"The repository with name '{name}' does not exist in the registry with id '{call.Caller.AccountId}'")
            : found;
    }

    private static string Arn(JsonCall call, string name) => $"arn:{call.State.Seed.Partition}:ecr:{call.Region}:{call.Caller.AccountId}:repository/{name}";
}
