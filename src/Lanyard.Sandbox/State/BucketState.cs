using System.Collections.Immutable;

namespace Lanyard.Sandbox.State;

/// <summary>A version of an object of Amazon S3.</summary>
/// <param name="VersionId">Its id; <c>null</c>, the word, where the bucket keeps no versions.</param>
/// <param name="Data">The bytes; <see langword="null"/> for a delete marker.</param>
/// <param name="ETag">The entity tag, without quotes.</param>
/// <param name="Modified">When it came.</param>
/// <param name="Headers">The headers that came with it and go out with it, by their names in small letters.</param>
internal sealed record ObjectVersion(
    string VersionId, byte[]? Data, string ETag, DateTimeOffset Modified, ImmutableSortedDictionary<string, string> Headers)
{
    /// <summary>Gets the tags, as XML; <see langword="null"/> for none.</summary>
    public string? Tagging { get; init; }
}

/// <summary>An upload in parts.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The object's key.</param>
/// <param name="Began">When it began.</param>
/// <param name="Headers">The headers of the object that it makes.</param>
internal sealed record MultipartUpload(string Id, string Key, DateTimeOffset Began, ImmutableSortedDictionary<string, string> Headers)
{
    /// <summary>Gets the tags of the object that it makes, as XML; <see langword="null"/> for none.</summary>
    public string? Tagging { get; init; }

    /// <summary>Gets the parts by their numbers.</summary>
    public SortedDictionary<int, (byte[] Data, string ETag, DateTimeOffset Came)> Parts { get; } = [];
}

/// <summary>A bucket.</summary>
/// <param name="name">Its name.</param>
/// <param name="accountId">The account that owns it.</param>
/// <param name="region">The Region that it is in.</param>
/// <param name="created">When it was made.</param>
internal sealed class Bucket(string name, string accountId, string region, DateTimeOffset created)
{
    /// <summary>The setting of a bucket whose objects may be locked.</summary>
    public const string Locked = "object-lock";

    public string Name { get; } = name;

    public string AccountId { get; } = accountId;

    public string Region { get; } = region;

    public DateTimeOffset Created { get; } = created;

    /// <summary>Gets the settings that were put, each as its XML, by the name of the sub-resource.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the bucket policy; <see langword="null"/> for none.</summary>
    public StoredPolicy? Policy { get; set; }

    /// <summary>Gets the versions of the objects by their keys, the newest last.</summary>
    public SortedDictionary<string, List<ObjectVersion>> Objects { get; } = new(StringComparer.Ordinal);

    public List<MultipartUpload> Uploads { get; } = [];

    /// <summary>Gets whether it keeps versions; a bucket whose versions are suspended keeps none from then on.</summary>
    public bool IsVersioned => Settings.GetValueOrDefault("versioning")?.Contains("<Status>Enabled</Status>", StringComparison.Ordinal) == true;

    /// <summary>Gets whether it kept versions once and keeps none from then on; those that there are stay.</summary>
    public bool IsSuspended => Settings.GetValueOrDefault("versioning")?.Contains("<Status>Suspended</Status>", StringComparison.Ordinal) == true;

    /// <summary>Finds the object that is there now; <see langword="null"/> where none is, or it was deleted.</summary>
    public ObjectVersion? Current(string key) => Objects.GetValueOrDefault(key) is [.., { Data: not null } last] ? last : null;
}

/// <summary>The buckets of all accounts; a name is one bucket's in all of AWS. Held under <see cref="IamState.Gate"/>.</summary>
internal sealed class BucketState
{
    private readonly SortedDictionary<string, Bucket> _all = new(StringComparer.Ordinal);

    public Bucket? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>Finds the bucket that a request is about; <see langword="null"/> where it is about none, or none that is there. One that shall be made is the caller's, whoever has its name.</summary>
    /// <param name="action">The action, such as <c>s3:GetObject</c>.</param>
    /// <param name="arn">The ARN of the bucket or of an object.</param>
    public Bucket? OfArn(string action, string arn) =>
        action != "s3:CreateBucket" && arn.Split(':', 6) is ["arn", _, "s3", "", "", var named] ? Find(named.Split('/', 2)[0]) : null;

    /// <summary>Gives the buckets of an account, by name.</summary>
    public IEnumerable<Bucket> Of(string accountId) => _all.Values.Where(b => b.AccountId == accountId);

    public void Add(Bucket bucket)
    {
        _all.Add(bucket.Name, bucket);
        Changes.Note();
    }

    public void Remove(Bucket bucket)
    {
        _all.Remove(bucket.Name);
        Changes.Note();
    }
}
