namespace Lanyard.Sandbox.State;

/// <summary>The stacks and change sets of all accounts. Held under <see cref="IamState.Gate"/>.</summary>
internal sealed class StackState
{
    private readonly List<Stack> _stacks = [];
    private readonly List<ChangeSet> _changeSets = [];
    private readonly Dictionary<(string AccountId, string Region, string StackName), Dictionary<string, (string Fingerprint, string Id)>> _tokens = [];

    /// <summary>Gives the stacks of an account in a Region, the newest first, those that were deleted included.</summary>
    public IEnumerable<Stack> In(string accountId, string region) => _stacks.Where(s => s.AccountId == accountId && s.Region == region).Reverse();

    /// <summary>Finds a stack by its name, as long as it isn't deleted, or by its ARN.</summary>
    public Stack? Find(string accountId, string region, string nameOrId) => In(accountId, region).FirstOrDefault(s => s.Id == nameOrId || (s.Name == nameOrId && s.Deleted is null));

    /// <summary>Puts a stack in the place of the one of the same ARN. One that is deleted takes the tokens of its requests along; a new one leaves none of the one before it.</summary>
    public Stack Put(Stack stack)
    {
        var at = _stacks.FindIndex(s => s.Id == stack.Id);
        if (at < 0 || (_stacks[at].Deleted is null && stack.Deleted is not null))
        {
            _tokens.Remove((stack.AccountId, stack.Region, stack.Name));
        }

        if (at < 0)
        {
            _stacks.Add(stack);
        }
        else
        {
            _stacks[at] = stack;
        }

        Changes.Note();
        return stack;
    }

    /// <summary>Begins an update of an outermost stack: what those in it were made from before is forgotten, unless a failure left the stack as it is.</summary>
    /// <returns>The stack.</returns>
    public Stack Begin(Stack stack)
    {
        foreach (var inner in stack.Stable is null ? _stacks.Where(s => s.RootId == stack.Id && s.Previous is not null).ToList() : [])
        {
            Put(inner with { Previous = null });
        }

        return stack;
    }

    /// <summary>Gives the change sets of a stack.</summary>
    public IEnumerable<ChangeSet> ChangeSetsOf(string stackId) => _changeSets.Where(c => c.StackId == stackId);

    /// <summary>Finds a change set by its ARN, or by its name and its stack. One of another stack than the one that is named isn't found.</summary>
    public ChangeSet? FindChangeSet(string nameOrId, string? stackId) =>
        _changeSets.LastOrDefault(c => stackId is null ? c.Id == nameOrId : c.StackId == stackId && (c.Id == nameOrId || c.Name == nameOrId));

    /// <summary>Puts a change set in the place of the one of the same ARN.</summary>
    public void Put(ChangeSet changeSet)
    {
        _changeSets.RemoveAll(c => c.Id == changeSet.Id);
        _changeSets.Add(changeSet);
        Changes.Note();
    }

    /// <summary>Takes change sets away.</summary>
    public void Remove(Func<ChangeSet, bool> which)
    {
        if (_changeSets.RemoveAll(c => which(c)) > 0)
        {
            Changes.Note();
        }
    }

    /// <summary>Finds the request that had a token.</summary>
    /// <param name="stack">The stack that it was about.</param>
    /// <param name="token">The token.</param>
    public (string Fingerprint, string Id)? FindToken((string AccountId, string Region, string Name) stack, string token) =>
        _tokens.TryGetValue(stack, out var ofStack) && ofStack.TryGetValue(token, out var found) ? found : null;

    /// <summary>Keeps a request's token, with what the request was answered.</summary>
    public void PutToken((string AccountId, string Region, string Name) stack, string token, string fingerprint, string id)
    {
        if (!_tokens.TryGetValue(stack, out var ofStack))
        {
            _tokens[stack] = ofStack = new(StringComparer.Ordinal);
        }

        ofStack[token] = (fingerprint, id);
        Changes.Note();
    }

    /// <summary>Finds an exported output.</summary>
    public StackOutput? FindExport(string accountId, string region, string name) =>
        In(accountId, region).Where(s => s.Deleted is null).SelectMany(s => s.Outputs).FirstOrDefault(o => o.ExportName == name);

    /// <summary>Gives the resources of a type that stacks made, those of an account in a Region that are there.</summary>
    public IEnumerable<StackResource> Resources(string accountId, string region, string type) => Made(accountId, region, type).Select(made => made.Resource);

    /// <summary>As <see cref="Resources"/>, with the stack of each.</summary>
    public IEnumerable<(Stack Stack, StackResource Resource)> Made(string accountId, string region, string type) =>
        In(accountId, region).Where(s => s.Deleted is null).SelectMany(s => s.Resources.Where(r => r.Type == type && !r.IsLost).Select(r => (s, r)));

    /// <summary>Notes that a call of its service took a resource away. The stack goes on as if it were there.</summary>
    public void Lose(Stack stack, StackResource resource) =>
        Put(stack with { Resources = [.. stack.Resources.Select(r => r == resource ? r with { IsLost = true } : r)] });
}
