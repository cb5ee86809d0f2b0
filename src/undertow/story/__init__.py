"""Layers -> Story: characters, entities, scenes."""

from undertow.story.values import Character, Entity, Evidence, Inset, Quotation, Scene, Story

__all__ = ["Character", "Entity", "Evidence", "Inset", "Quotation", "Scene", "Story"]
