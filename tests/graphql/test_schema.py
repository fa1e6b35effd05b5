"""A client written for the schema of the design runs unchanged."""

from __future__ import annotations

import re

from graphql import build_schema, print_schema
from graphql.utilities import find_breaking_changes

from amity.graphql.resolvers import schema

# As the design prints it; it names two types that it does not define.
PRINTED = """
type ConnectionRequest {
  id: ID!
  initiatorUserId: ID!
  recipientUserId: ID!
  initiator: PublicProfile
  recipient: PublicProfile
  status: ConnectionRequestStatus!
  createdAt: AWSDateTime!
  updatedAt: AWSDateTime!
  actionedAt: AWSDateTime
}

enum ConnectionRequestStatus {
  PENDING
  APPROVED
  DENIED
  CANCELLED
}

type ConnectionRequestResult {
  success: Boolean!
  message: String
  request: ConnectionRequest
}

# New Queries
extend type Query {
  getIncomingConnectionRequests: [ConnectionRequest!]!
  getOutgoingConnectionRequests: [ConnectionRequest!]!
  checkConnectionOrRequest(userId: ID!): ConnectionStatus!
}

type ConnectionStatus {
  isConnected: Boolean!
  hasPendingRequest: Boolean!
  requestDirection: String # "incoming" | "outgoing" | null
}

# New Mutations
extend type Mutation {
  createConnectionRequest(recipientUserId: ID!): ConnectionRequestResult!
  approveConnectionRequest(requestId: ID!): ConnectionRequestResult!
  denyConnectionRequest(requestId: ID!): ConnectionRequestResult!
  cancelConnectionRequest(requestId: ID!): ConnectionRequestResult!
}
"""
AROUND = """
scalar AWSDateTime
type PublicProfile { id: ID! }
type Query
type Mutation
"""


def test_nothing_of_the_printed_schema_is_changed_or_missing() -> None:
    printed = build_schema(AROUND + PRINTED)
    assert find_breaking_changes(printed, schema) == []


def test_every_line_of_the_printed_schema_is_in_ours() -> None:
    ours = {re.sub(r"\(.*\)", "", line).strip() for line in print_schema(schema).splitlines()}
    of_types = PRINTED.replace("extend ", "")
    lines = [re.sub(r"\(.*\)|#.*", "", line).strip() for line in of_types.splitlines()]
    assert [line for line in lines if line and line not in ours] == []


def test_what_is_added_needs_no_argument() -> None:
    for root in (schema.query_type, schema.mutation_type):
        assert root
        for name, field in root.fields.items():
            needed = {arg for arg, type_ in field.args.items() if str(type_.type).endswith("!")}
            assert needed <= {"userId", "recipientUserId", "requestId"}, name
