using System.Xml.Linq;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>
/// The settings of a bucket, which are all got, put and deleted alike: each is kept as the XML that was put, but for the policy, which counts.
/// </summary>
internal static class BucketSettings
{
    private static readonly Dictionary<string, Setting> Settings = new Setting[]
    {
        new("versioning", "VersioningConfiguration", "BucketVersioning", "GetBucketVersioning", "PutBucketVersioning", null, Default: "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>"),
        new("encryption", "ServerSideEncryptionConfiguration", "BucketEncryption", "GetEncryptionConfiguration", "PutEncryptionConfiguration", "PutEncryptionConfiguration",
            Default: "<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>"),
        new("publicAccessBlock", "PublicAccessBlockConfiguration", "PublicAccessBlock", "GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock", "PutBucketPublicAccessBlock", Missing: ("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found")),
        new("policy", "", "BucketPolicy", "GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy", Missing: ("NoSuchBucketPolicy", "The bucket policy does not exist")),
        new("tagging", "Tagging", "BucketTagging", "GetBucketTagging", "PutBucketTagging", "PutBucketTagging", Missing: ("NoSuchTagSet", "The TagSet does not exist")),
        new("lifecycle", "LifecycleConfiguration", "BucketLifecycleConfiguration", "GetLifecycleConfiguration", "PutLifecycleConfiguration", "PutLifecycleConfiguration", Missing: ("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")) { DeleteName = "DeleteBucketLifecycle" },
        new("ownershipControls", "OwnershipControls", "BucketOwnershipControls", "GetBucketOwnershipControls", "PutBucketOwnershipControls", "PutBucketOwnershipControls", Missing: ("OwnershipControlsNotFoundError", "The bucket ownership controls were not found")),
        new("cors", "CORSConfiguration", "BucketCors", "GetBucketCORS", "PutBucketCORS", "PutBucketCORS", Missing: ("NoSuchCORSConfiguration", "The CORS configuration does not exist")),
        new("notification", "NotificationConfiguration", "BucketNotificationConfiguration", "GetBucketNotification", "PutBucketNotification", null, Default: "<NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>"),
        new("website", "WebsiteConfiguration", "BucketWebsite", "GetBucketWebsite", "PutBucketWebsite", "DeleteBucketWebsite", Missing: ("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration")),
        new("logging", "BucketLoggingStatus", "BucketLogging", "GetBucketLogging", "PutBucketLogging", null, Default: "<BucketLoggingStatus xmlns=\"http://doc.s3.amazonaws.com/2006-03-01\"/>"),
        new("accelerate", "AccelerateConfiguration", "BucketAccelerateConfiguration", "GetAccelerateConfiguration", "PutAccelerateConfiguration", null, Default: "<AccelerateConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>"),
    }.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>Gets the operations.</summary>
    public static IEnumerable<string> OperationNames => Settings.Values.SelectMany(s => new[] { $"Get{s.Noun}", $"Put{s.Noun}", s.DeleteAction is null ? null : s.DeleteName ?? $"Delete{s.Noun}" }).OfType<string>();

    /// <summary>Finds the operation that a request on a bucket asks for; <see langword="null"/> where it asks for no setting.</summary>
    public static string? OperationOf(string method, IReadOnlyList<KeyValuePair<string, string>> query) =>
        query.Select(q => Settings.GetValueOrDefault(q.Key)).FirstOrDefault(s => s is not null) is not { } setting ? null : method switch
        {
            "GET" => $"Get{setting.Noun}",
            "PUT" => $"Put{setting.Noun}",
            "DELETE" when setting.DeleteAction is not null => setting.DeleteName ?? $"Delete{setting.Noun}",
            _ => null,
        };

    /// <summary>Answers an operation on a setting; <see langword="null"/> where it is another one.</summary>
    public static WireResponse? Run(string operation, S3Call call) =>
        Settings.Values.FirstOrDefault(s => operation == $"Get{s.Noun}" || operation == $"Put{s.Noun}" || operation == (s.DeleteName ?? $"Delete{s.Noun}")) is not { } setting ? null
        : operation.StartsWith("Get", StringComparison.Ordinal) ? Get(setting, call)
        : operation.StartsWith("Put", StringComparison.Ordinal) ? Put(setting, call)
        : Delete(setting, call);

    private static WireResponse Get(Setting setting, S3Call call)
    {
        var bucket = call.Bucket();
        call.Authorize(setting.GetAction, call.BucketArn);
        if (setting.Name == "policy")
        {
            return bucket.Policy is { } policy ? WireResponse.OfText(200, "application/json", policy.Json) : throw setting.IsMissing();
        }

        return WireResponse.OfText(200, "application/xml", bucket.Settings.GetValueOrDefault(setting.Name) ?? setting.Default ?? throw setting.IsMissing());
    }

    private static WireResponse Put(Setting setting, S3Call call)
    {
        var bucket = call.Bucket();
        call.Authorize(setting.PutAction, call.BucketArn);
        if (setting.Name == "policy")
        {
            var json = System.Text.Encoding.UTF8.GetString(call.Content.Data.Span);
            bucket.Policy = BucketPolicyCheck.Read(bucket, json, call.State);
        }
        else
        {
            bucket.Settings[setting.Name] = Checked(setting, call.Xml()).ToString(SaveOptions.DisableFormatting);
        }

        Changes.Note();
        return S3Call.Empty(setting.Name == "policy" ? 204 : 200);
    }

    private static XElement Checked(Setting setting, XElement xml)
    {
        if (xml.Name.LocalName != setting.Root)
        {
            throw S3Faults.MalformedXml();
        }

        return setting.Name != "versioning" ? xml : xml.Elements().FirstOrDefault(e => e.Name.LocalName == "Status")?.Value switch
        {
            "Enabled" or "Suspended" => xml,
            null => throw new ServiceFault("IllegalVersioningConfigurationException", 400, "The Versioning element must be specified"),
            _ => throw S3Faults.MalformedXml(),
        };
    }

    private static WireResponse Delete(Setting setting, S3Call call)
    {
        var bucket = call.Bucket();
        call.Authorize(setting.DeleteAction!, call.BucketArn);
        bucket.Settings.Remove(setting.Name);
        bucket.Policy = setting.Name == "policy" ? null : bucket.Policy;
        Changes.Note();
        return S3Call.Empty(204);
    }

    /// <summary>A setting: how it is asked for, what its XML begins with, the actions that it takes, and what stands where none was put.</summary>
    private sealed record Setting(string Name, string Root, string Noun, string GetAction, string PutAction, string? DeleteAction, string? Default = null, (string Code, string Message)? Missing = null)
    {
        public string? DeleteName { get; init; }

        public ServiceFault IsMissing() => new(Missing!.Value.Code, 404, Missing.Value.Message);
    }
}
